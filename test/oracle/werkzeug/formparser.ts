import type { Environ } from '@triptych/raw'
import { parseFormData } from '@triptych/werkzeug/formparser'
import type { FormDataParserOptions, ParsedForm } from '@triptych/werkzeug/formparser'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import { InMemoryInput } from '../input.ts'
import { ByteStream, fromBase64, type Json } from '../values.ts'

/** Most recorded environs are whole; some are only what the function reads. */
function parse([environ]: [Environ], kwargs: FormDataParserOptions): Promise<ParsedForm> {
  const input: unknown = environ['wsgi.input']
  if (input instanceof ByteStream) environ['wsgi.input'] = new InMemoryInput(input.bytes)
  return parseFormData(environ, kwargs)
}

const environOf = (vector: Vector): Json => (vector['args'] as [Json])[0]
const typeOf = (vector: Vector): string => (environOf(vector)['CONTENT_TYPE'] ?? '') as string
const bodyOf = (vector: Vector): string => {
  const stream = (environOf(vector)['wsgi.input'] as Json | undefined)?.['$stream']
  return typeof stream === 'string' ? Buffer.from(fromBase64(stream)).toString('latin1') : ''
}

const NO_FORM = { $obj: 'MultiDict', items: [] }
const isCall = (vector: Vector): boolean => vector['call'] === 'formparser.parse_form_data'

/** The answer to a body that cannot be read. */
function refused(vector: Vector): Vector {
  const { result: _, ...rest } = vector
  if ((vector['kwargs'] as Json)['silent'] === false) return { ...rest, raises: 'ValueError' }
  return { ...rest, result: { $tuple: [{ $stream: '' }, NO_FORM, NO_FORM] } }
}

const partWithoutName: Deviation = {
  name: 'multipart-part-without-name',
  reason:
    'A part without a name becomes a field whose name is None. RFC 7578 section 4.2 wants a name in each part, and a name that is no text would break every form: the body cannot be read, as without a Content-Disposition.',
  applies: (vector) =>
    isCall(vector) &&
    JSON.stringify(vector['result'] ?? null).includes('"items":[[null,') &&
    /^multipart\//i.test(typeOf(vector)),
  expected: refused,
}

const unquoted = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

const mediaTypeCase: Deviation = {
  name: 'form-media-type-case',
  reason:
    'parse_from_environ compares the media type as it was sent, so that APPLICATION/X-WWW-FORM-URLENCODED is no form; media types are case-insensitive (RFC 9110 section 8.3.1), and Request of the original lowers them first.',
  applies: (vector) => {
    const type = typeOf(vector).split(';')[0]!.trim()
    return isCall(vector) && /^application\/x-www-form-urlencoded$/i.test(type) && type !== type.toLowerCase()
  },
  expected: (vector) => ({
    ...vector,
    result: {
      $tuple: [
        { $stream: '' },
        {
          $obj: 'MultiDict',
          items: bodyOf(vector)
            .split('&')
            .filter((pair) => pair !== '')
            .map((pair) => /^([^=]*)=?(.*)$/s.exec(pair)!.slice(1).map(unquoted)),
        },
        NO_FORM,
      ],
    },
  }),
}

/** The parts of a well-formed body: header, content. */
function partsOf(vector: Vector): [head: string, content: string][] {
  const [, boundary] = /boundary="?([^";]*)/.exec(typeOf(vector)) ?? []
  const parts = `\r\n${bodyOf(vector)}`.split(`\r\n--${boundary}`).slice(1)
  return parts.flatMap((part) => {
    const end = part.indexOf('\r\n\r\n')
    return end < 0 ? [] : [[part.slice(2, end), part.slice(end + 4)]]
  })
}

const parameter = (head: string, name: string): string | undefined =>
  new RegExp(`; ${name}="([^"]*)"`).exec(head)?.[1]

/** The form that a body without surprises holds. */
function formOf(vector: Vector): Json {
  const fields: [string, string][] = []
  const files: [string, Json][] = []
  for (const [head, content] of partsOf(vector)) {
    const name = parameter(head, 'name')!
    const filename = parameter(head, 'filename')
    if (filename === undefined) fields.push([name, content])
    else {
      const headers = head.split('\r\n').map((line) => line.split(': '))
      const type = headers.find(([field]) => field === 'Content-Type')?.[1] ?? null
      const bytes = { $bytes: Buffer.from(content, 'latin1').toString('base64') }
      files.push([name, { $obj: 'FileStorage', name, filename, content_type: type, headers, content: bytes }])
    }
  }
  const [form, uploads] = [fields, files].map((items) => ({ $obj: 'MultiDict', items }))
  return { $tuple: [{ $stream: '' }, form, uploads] }
}

const limitOf = (vector: Vector): unknown => (vector['kwargs'] as Json)['max_form_memory_size']

const memoryOfFiles: Deviation = {
  name: 'form-memory-without-files',
  reason:
    'max_form_memory_size is compared with every block that is read, so that it refuses files as well, which it is not about, and by what happens to come at once. Ours counts what is kept in memory: fields, and headers of parts.',
  applies(vector) {
    const limit = limitOf(vector)
    if (!isCall(vector) || typeof limit !== 'number' || vector['raises'] !== 'RequestEntityTooLarge')
      return false
    if (!typeOf(vector).startsWith('multipart/form-data')) return false
    const kept = partsOf(vector).map(([head, content]) =>
      parameter(head, 'filename') === undefined ? head.length + content.length : head.length,
    )
    return kept.reduce((sum, size) => sum + size, 0) <= limit
  },
  expected(vector) {
    const { raises: _, status: __, ...rest } = vector
    return { ...rest, result: formOf(vector) }
  },
}

export const bindings: Bindings = {
  calls: { parse_form_data: parse },
  deviations: [partWithoutName, mediaTypeCase, memoryOfFiles],
}
