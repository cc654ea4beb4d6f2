import type { InputStream } from '@triptych/raw/gateway'
import { Input } from '@triptych/raw/input'
import { FileStorage } from '../datastructures/file-storage.ts'
import type { Headers } from '../datastructures/headers.ts'
import { MultiDict } from '../datastructures/multi-dict.ts'
import type { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'
import { RequestEntityTooLarge } from '../exceptions/client-errors.ts'
import { GrowingBuffer } from '../growing-buffer.ts'
import { MultipartDecoder } from '../sansio/multipart/decoder.ts'
import type { Field, File } from '../sansio/multipart/events.ts'
import { EventReader } from './event-reader.ts'
import { decodePart, partCharset } from './part-charset.ts'
import type { PartCharset } from './part-charset.ts'
import { defaultStreamFactory } from './stream-factory.ts'
import type { StreamFactory, UploadSink } from './stream-factory.ts'

/** The dictionary class of forms and files: `MultiDict`, `ImmutableMultiDict`, or one of their kind. */
export interface FormClass<Form, Files> {
  new (pairs: [name: string, value: string][]): Form
  new (pairs: [name: string, value: FileStorage][]): Files
}

/** Options of {@link MultiPartParser}. */
export interface MultiPartParserOptions<Form = MultiDict, Files = MultiDict<FileStorage>> {
  /** Where files go. Default: `defaultStreamFactory`. */
  readonly streamFactory?: StreamFactory | null
  /** The most bytes of all fields that are no files, and of the headers of all parts; `null` for no limit. Default: 500000. */
  readonly maxFormMemorySize?: number | null
  /** The most parts; `null` for no limit. Default: 1000. */
  readonly maxFormParts?: number | null
  /** The class of what is returned. Default: `MultiDict`. */
  readonly cls?: FormClass<Form, Files> | null
}

/**
 * Reads multipart/form-data from a stream, `werkzeug.formparser.MultiPartParser`. Fields come to memory, files go to their
 * sinks as they arrive, and no faster than these take them.
 *
 * @example
 * import { blocksOf, Input } from '@triptych/raw/input'
 * const body = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'
 * const stream = new Input(blocksOf(new TextEncoder().encode(body)))
 * const [form, files] = await new MultiPartParser().parse(stream, 'b')
 * assert.equal(form.get('a'), '1')
 * assert.equal(files.size, 0)
 */
export class MultiPartParser<
  Form extends ReadonlyMultiDict = MultiDict,
  Files extends ReadonlyMultiDict<FileStorage> = MultiDict<FileStorage>,
> {
  /** See {@link MultiPartParserOptions}. */
  readonly streamFactory: StreamFactory
  /** See {@link MultiPartParserOptions}. */
  readonly maxFormMemorySize: number | null
  /** See {@link MultiPartParserOptions}. */
  readonly maxFormParts: number | null
  /** See {@link MultiPartParserOptions}. */
  readonly cls: FormClass<Form, Files>

  constructor(options: MultiPartParserOptions<Form, Files> = {}) {
    const { maxFormMemorySize = 500_000, maxFormParts = 1000 } = options
    this.streamFactory = options.streamFactory ?? defaultStreamFactory
    this.maxFormMemorySize = maxFormMemorySize
    this.maxFormParts = maxFormParts
    this.cls = options.cls ?? (MultiDict as unknown as FormClass<Form, Files>)
  }

  /**
   * Refuses the body. A subclass may do something else, but not return.
   *
   * @throws SyntaxError
   */
  fail(message: string): never {
    throw new SyntaxError(message)
  }

  /** The encoding of a field by the headers of its part; UTF-8 unless they name another of the safe ones. */
  getPartCharset(headers: Headers): PartCharset {
    return partCharset(headers)
  }

  /** Asks the stream factory for the sink of a file that begins. */
  startFileStreaming(event: File, totalContentLength: number | null): UploadSink | Promise<UploadSink> {
    const { headers, filename } = event
    const { contentType, contentLength } = new FileStorage(null, filename, null, { headers })
    return this.streamFactory({ totalContentLength, contentType, filename, contentLength })
  }

  /**
   * Reads the whole body.
   *
   * @param boundary as Content-Type names it
   * @param contentLength of the body; handed to the stream factory
   * @returns the fields and the files
   * @throws SyntaxError when it cannot be read; RequestEntityTooLarge (413) beyond a limit; what sinks throw. Sinks that
   * have been made are closed then
   */
  async parse(
    stream: InputStream,
    boundary: Uint8Array | string,
    contentLength: number | null = null,
  ): Promise<[form: Form, files: Files]> {
    const { reader, decoder } = this.#open(stream, boundary)
    const fields: [string, string][] = []
    const files: [string, FileStorage][] = []
    const sinks: UploadSink[] = []
    let part: Field | File | undefined
    const content = new GrowingBuffer()
    let sink: UploadSink | undefined
    let held = 0
    try {
      for (;;) {
        const next = reader.next()
        const event = next instanceof Promise ? await next : next
        switch (event.type) {
          case 'data':
            if (sink) {
              if (event.data.length > 0) {
                const written = sink.write(event.data)
                if (typeof written === 'object') await written
              }
              if (!event.moreData) files.push(await finished(part as File, sink))
              break
            }
            held = this.#hold(held + event.data.length)
            content.push(event.data)
            if (event.moreData) break
            fields.push([part!.name!, decodePart(content.bytes, this.getPartCharset(part!.headers))])
            content.at = content.end
            break
          case 'field':
          case 'file':
            if (event.name === null) this.fail(NO_NAME)
            held = this.#hold(held + decoder.headSize)
            part = event
            sink = undefined
            if (event.type === 'file') {
              sink = await this.startFileStreaming(event, contentLength)
              sinks.push(sink)
            }
            break
          case 'epilogue':
            return [new this.cls(fields), new this.cls(files)]
          case 'preamble':
        }
      }
    } catch (error) {
      // What fails here follows from the error that is thrown.
      await Promise.allSettled([...sinks.map(async (one) => one.close?.()), reader.close()])
      throw error
    }
  }

  /**
   * Gives the parts one by one as they arrive, for uploads that are never to be stored: the stream of a part is the network
   * itself. A part that is not read to its end is passed over when the next one is asked for. A field that is no file has no
   * `filename`, and counts for `maxFormMemorySize` as it is read; the stream factory is not used.
   *
   * @throws as {@link parse}, in the iteration or while a part is read
   */
  async *parts(
    stream: InputStream,
    boundary: Uint8Array | string,
  ): AsyncGenerator<FileStorage, void, undefined> {
    const { reader, decoder } = this.#open(stream, boundary)
    let held = 0
    /** Counts parts: a stream that is not of the last one has ended. */
    let current = 0
    let isOpen = false
    const blocksOf = (number: number, isFile: boolean) => async (): Promise<Uint8Array | undefined> => {
      if (!isOpen || number !== current) return undefined
      const event = await reader.next()
      if (event.type !== 'data') return undefined
      isOpen = event.moreData
      if (!isFile) held = this.#hold(held + event.data.length)
      return event.data
    }
    try {
      for (;;) {
        const event = await reader.next()
        if (event.type === 'epilogue') return
        if (event.type !== 'field' && event.type !== 'file') continue
        const { name, headers } = event
        if (name === null) this.fail(NO_NAME)
        held = this.#hold(held + decoder.headSize)
        const filename = event.type === 'file' ? event.filename : null
        isOpen = true
        yield new FileStorage(new Input(blocksOf(++current, filename !== null)), filename, name, { headers })
      }
    } finally {
      current++
      await reader.close()
    }
  }

  #open(
    stream: InputStream,
    boundary: Uint8Array | string,
  ): { readonly reader: EventReader; readonly decoder: MultipartDecoder } {
    const decoder = new MultipartDecoder(boundary, { maxParts: this.maxFormParts })
    return { reader: new EventReader(stream, decoder), decoder }
  }

  #hold(bytes: number): number {
    const limit = this.maxFormMemorySize
    if (limit === null || bytes <= limit) return bytes
    throw new RequestEntityTooLarge(
      `The fields of the form have more than ${limit} bytes, the most that are accepted (maxFormMemorySize).`,
    )
  }
}

const NO_NAME = 'Expected a name in the Content-Disposition of each part of the form, got a part without one'

async function finished(part: File, sink: UploadSink): Promise<[string, FileStorage]> {
  const stream = await sink.finish()
  const { name, filename, headers } = part
  return [name!, new FileStorage(stream, filename, name, { headers })]
}
