import { blocksOf, Input } from '@triptych/raw/input'
import { bytes } from '@triptych/raw/util'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { FileStorage } from '../../src/datastructures/file-storage.ts'
import { Headers } from '../../src/datastructures/headers.ts'
import { ImmutableMultiDict } from '../../src/datastructures/immutable-multi-dict.ts'
import type { MultiDict } from '../../src/datastructures/multi-dict.ts'
import { RequestEntityTooLarge } from '../../src/exceptions/client-errors.ts'
import { MultiPartParser } from '../../src/formparser/index.ts'
import type { UploadInfo, UploadSink } from '../../src/formparser/index.ts'

const input = (...blocks: (string | Uint8Array)[]): Input =>
  new Input(blocksOf(...blocks.map((block) => (typeof block === 'string' ? bytes(block) : block))))

const part = (parameters: string, content: string, ...fields: string[]): string =>
  `\r\n--b\r\nContent-Disposition: form-data; ${parameters}\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n${content}`

const END = '\r\n--b--\r\n'
const FORM = part('name="a"', '1') + part('name="f"; filename="x"', 'content') + part('name="a"', '2') + END

async function contents(parser: MultiPartParser, ...blocks: (string | Uint8Array)[]): Promise<unknown> {
  const [form, files] = await parser.parse(input(...blocks), 'b')
  const texts: [string, string][] = []
  for (const [name, file] of files.items({ multi: true })) texts.push([name, await file.text()])
  return [form.items({ multi: true }), texts]
}

describe('parse', () => {
  test('gives fields as texts and files as storages', async () => {
    const [form, files] = await new MultiPartParser().parse(input(FORM), bytes('b'))
    expect(form.getlist('a')).toEqual(['1', '2'])
    const file = files.at('f')
    expect([file.name, file.filename, file.contentType]).toEqual(['f', 'x', null])
    expect(await file.text()).toBe('content')
    expect(form.has('f') || files.has('a')).toBe(false)
  })

  test('the same however the body is cut', async () => {
    const expected = await contents(new MultiPartParser(), FORM)
    const block = bytes(FORM)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(block.length), { maxLength: 6 }), async (places) => {
        const cuts = [0, ...places, block.length].toSorted((a, b) => a - b)
        const blocks = cuts.slice(1).map((end, at) => block.slice(cuts[at], end))
        expect(await contents(new MultiPartParser(), ...blocks)).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    ['text/plain; charset=iso-8859-1', '\xe9'],
    ['text/plain; charset=US-ASCII', '\ufffd'],
    ['text/plain; charset=utf-16', '\ufffd'],
    ['text/plain', '\ufffd'],
  ])('a field of %s', async (type, text) => {
    const head = bytes(part('name="a"', '', `Content-Type: ${type}`))
    const [form] = await new MultiPartParser().parse(input(head, Uint8Array.of(0xe9), END), 'b')
    expect(form.get('a')).toBe(text)
  })

  test('a byte order mark is content', async () => {
    const [form] = await new MultiPartParser().parse(input(part('name="a"', '\ufeffx') + END), 'b')
    expect(form.get('a')).toBe('\ufeffx')
  })

  test('a file that was not chosen is a storage without a name', async () => {
    const [, files] = await new MultiPartParser().parse(input(part('name="f"; filename=""', '') + END), 'b')
    expect(files.at('f').isEmpty).toBe(true)
  })

  test.each([
    ['no last boundary', part('name="a"', '1')],
    ['a part without a name', part('x=y', '1') + END],
    ['a part without Content-Disposition', `--b\r\nX: y\r\n\r\n1${END}`],
    ['nothing', ''],
  ])('refuses %s', async (_what, body) => {
    await expect(new MultiPartParser().parse(input(body), 'b')).rejects.toThrow(SyntaxError)
  })

  test('the class of what it gives', async () => {
    const parser = new MultiPartParser<ImmutableMultiDict, ImmutableMultiDict<FileStorage>>({
      cls: ImmutableMultiDict,
    })
    const [form, files] = await parser.parse(input(FORM), 'b')
    expect([form.constructor, files.constructor]).toEqual([ImmutableMultiDict, ImmutableMultiDict])
    expectTypeOf(form).toEqualTypeOf<ImmutableMultiDict>()
    const usual = await new MultiPartParser().parse(input(FORM), 'b')
    expectTypeOf(usual).toEqualTypeOf<[form: MultiDict, files: MultiDict<FileStorage>]>()
  })
})

describe('sinks', () => {
  class Sink implements UploadSink {
    readonly info: UploadInfo
    readonly log: string[] = []
    constructor(info: UploadInfo) {
      this.info = info
    }
    async write(block: Uint8Array): Promise<void> {
      await Promise.resolve()
      this.log.push(new TextDecoder().decode(block))
    }
    finish(): Input {
      this.log.push('finish')
      return input(this.log.join('+'))
    }
    close(): void {
      this.log.push('close')
    }
  }

  const collecting = (): { sinks: Sink[]; parser: MultiPartParser } => {
    const sinks: Sink[] = []
    const streamFactory = (info: UploadInfo): Sink => {
      sinks.push(new Sink(info))
      return sinks.at(-1)!
    }
    return { sinks, parser: new MultiPartParser({ streamFactory }) }
  }

  test('get what is known of the file, then its blocks as they come', async () => {
    const { sinks, parser } = collecting()
    const head = part('name="f"; filename="x.bin"', 'one', 'Content-Type: a/b', 'Content-Length: 6')
    const [, files] = await parser.parse(input(head, 'two', END), 'b', 99)
    expect(sinks.map(({ info }) => info)).toEqual([
      { totalContentLength: 99, contentType: 'a/b', filename: 'x.bin', contentLength: 6 },
    ])
    expect(sinks[0]?.log).toEqual(['one', 'two', 'finish'])
    expect(await files.at('f').text()).toBe('one+two+finish')
  })

  test('are closed when the body cannot be read', async () => {
    const { sinks, parser } = collecting()
    const file = part('name="f"; filename="x"', '1')
    await expect(parser.parse(input(file, file), 'b')).rejects.toThrow(SyntaxError)
    expect(sinks.map(({ log }) => log.at(-1))).toEqual(['close', 'close'])
  })

  test('an error of a sink is that of the parser, and the stream is left', async () => {
    let left = false
    async function* blocks(): AsyncGenerator<Uint8Array, void> {
      try {
        yield bytes(part('name="f"; filename="x"', 'data'))
        yield bytes('more')
      } finally {
        left = true
      }
    }
    const stream = Object.assign(input(), { [Symbol.asyncIterator]: blocks })
    const streamFactory = (): UploadSink => ({
      write: () => Promise.reject(new Error('disk full')),
      finish: () => input(),
      close: () => Promise.reject(new Error('again')),
    })
    await expect(new MultiPartParser({ streamFactory }).parse(stream, 'b')).rejects.toThrow('disk full')
    expect(left).toBe(true)
  })
})

describe('limits', () => {
  const field = part('name="a"', 'x'.repeat(100))
  const file = part('name="f"; filename="x"', 'x'.repeat(1000))

  test.each<
    [what: string, options: ConstructorParameters<typeof MultiPartParser>[0], body: string, limit: RegExp]
  >([
    ['one field', { maxFormMemorySize: 99 }, field, /99 bytes.*maxFormMemorySize/],
    ['all fields', { maxFormMemorySize: 250 }, field + field, /250 bytes.*maxFormMemorySize/],
    ['the headers of files', { maxFormMemorySize: 100 }, file + file, /100 bytes.*maxFormMemorySize/],
    ['parts', { maxFormParts: 2 }, file + field + file, /2 parts.*maxParts/],
    ['parts, by default', {}, field.repeat(1001), /1000 parts.*maxParts/],
    ['memory, by default', {}, part('name="a"', 'x'.repeat(500_000)), /500000 bytes.*maxFormMemorySize/],
  ])('%s', async (_what, options, body, limit) => {
    const error: unknown = await new MultiPartParser(options)
      .parse(input(body + END), 'b')
      .catch((one) => one)
    expect(error).toBeInstanceOf(RequestEntityTooLarge)
    expect((error as RequestEntityTooLarge).description).toMatch(limit)
  })

  test('files do not count', async () => {
    const [, files] = await new MultiPartParser({ maxFormMemorySize: 60 }).parse(input(file + END), 'b')
    expect((await files.at('f').bytes()).length).toBe(1000)
  })

  test('a limit stops the reading', async () => {
    let read = 0
    const stream = new Input(() => {
      read++
      return bytes(read === 1 ? part('name="a"', '') : 'x'.repeat(100))
    })
    await expect(new MultiPartParser({ maxFormMemorySize: 1000 }).parse(stream, 'b')).rejects.toThrow(
      RequestEntityTooLarge,
    )
    expect(read).toBeLessThan(15)
  })

  test('null is no limit', async () => {
    const parser = new MultiPartParser({ maxFormParts: null, maxFormMemorySize: null })
    const [form] = await parser.parse(input(part('name="a"', 'x'.repeat(1000)).repeat(1100) + END), 'b')
    expect(form.getlist('a')).toHaveLength(1100)
  })
})

describe('parts', () => {
  test('come one by one, before the body has ended', async () => {
    const seen: string[] = []
    async function* blocks(): AsyncGenerator<Uint8Array, void> {
      yield bytes(part('name="a"', '1') + part('name="f"; filename="x"', 'one'))
      seen.push('second block')
      yield bytes('two')
      yield bytes(END)
    }
    const stream = Object.assign(input(), { [Symbol.asyncIterator]: blocks })
    for await (const one of new MultiPartParser().parts(stream, 'b')) {
      seen.push(`${one.name}/${one.filename}`)
      for await (const block of one.stream) seen.push(new TextDecoder().decode(block))
    }
    expect(seen).toEqual(['a/null', '1', 'f/x', 'one', 'second block', 'two'])
  })

  test('what is not read is passed over, and cannot be read later', async () => {
    const found: FileStorage[] = []
    for await (const one of new MultiPartParser().parts(input(FORM), 'b')) found.push(one)
    expect(found.map(({ name }) => name)).toEqual(['a', 'f', 'a'])
    expect(await Promise.all(found.map((one) => one.text()))).toEqual(['', '', ''])
  })

  test('a part that is read half ends there', async () => {
    const texts: string[] = []
    for await (const one of new MultiPartParser().parts(input(FORM), 'b')) {
      texts.push(new TextDecoder().decode(await one.read(3)))
    }
    expect(texts).toEqual(['1', 'con', '2'])
  })

  test.each([
    ['a cut body', part('name="f"; filename="x"', '1'), {}, SyntaxError],
    [
      'a field that is too large',
      part('name="a"', 'x'.repeat(100)) + END,
      { maxFormMemorySize: 90 },
      RequestEntityTooLarge,
    ],
    ['too many parts', FORM, { maxFormParts: 2 }, RequestEntityTooLarge],
    ['a part without a name', part('x=y', '') + END, {}, SyntaxError],
  ])('%s is an error while it is read', async (_what, body, options, error) => {
    const reading = async (): Promise<void> => {
      for await (const one of new MultiPartParser(options).parts(input(body), 'b')) await one.bytes()
    }
    await expect(reading()).rejects.toThrow(error)
  })

  test('leaving them leaves the stream', async () => {
    let left = false
    async function* blocks(): AsyncGenerator<Uint8Array, void> {
      try {
        yield bytes(FORM)
      } finally {
        left = true
      }
    }
    const stream = Object.assign(input(), { [Symbol.asyncIterator]: blocks })
    for await (const one of new MultiPartParser().parts(stream, 'b')) {
      expect(one.name).toBe('a')
      break
    }
    expect(left).toBe(true)
  })
})

test('what a subclass may change', () => {
  const parser = new MultiPartParser()
  expect(() => parser.fail('Expected better')).toThrow(new SyntaxError('Expected better'))
  expect(parser.getPartCharset(new Headers())).toBe('utf-8')
})
