import type { Environ } from '@triptych/raw'
import { setupTestingDefaults } from '@triptych/raw'
import { blocksOf, Input } from '@triptych/raw/input'
import { bytes } from '@triptych/raw/util'
import { describe, expect, test } from 'vitest'
import { RequestEntityTooLarge } from '../../src/exceptions/client-errors.ts'
import { FormDataParser, parseFormData } from '../../src/formparser/index.ts'
import type { FormDataParserOptions } from '../../src/formparser/index.ts'

const MULTIPART = 'multipart/form-data; boundary=b'
const URLENCODED = 'application/x-www-form-urlencoded'
const FILE = '--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n1\r\n--b--'

function post(type: string, body: string | Uint8Array, more: Partial<Environ> = {}): Environ {
  const block = typeof body === 'string' ? bytes(body) : body
  return setupTestingDefaults({
    REQUEST_METHOD: 'POST',
    CONTENT_TYPE: type,
    CONTENT_LENGTH: String(block.length),
    'wsgi.input': new Input(blocksOf(block)),
    ...more,
  })
}

/** A body that only the server knows the end of. */
const chunked = (type: string, body: string): Environ => {
  const environ = post(type, body, { 'wsgi.input_terminated': true })
  delete environ.CONTENT_LENGTH
  return environ
}

const urlencoded = async (body: string, options?: FormDataParserOptions): Promise<[string, string][]> =>
  (await parseFormData(post(URLENCODED, body), options))[1].items({ multi: true })

test.each<[body: string, pairs: [string, string][]]>([
  ['', []],
  ['a', [['a', '']]],
  ['=b', [['', 'b']]],
  ['&&a=b&&', [['a', 'b']]],
  ['a=b;c=d', [['a', 'b;c=d']]],
  [
    'a=1&a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a=+%2B+', [['a', ' + ']]],
  [
    'a=%E2%98%83&b=\u2603',
    [
      ['a', '\u2603'],
      ['b', '\u2603'],
    ],
  ],
  [
    'a=%&b=%zz',
    [
      ['a', '%'],
      ['b', '%zz'],
    ],
  ],
  ['a=%ff%C3%A9%E2%98', [['a', '%FF\xe9%E2%98']]],
  [
    '__proto__=x&constructor=y',
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ],
  ],
])('the form %j', async (body, pairs) => {
  expect(await urlencoded(body)).toEqual(pairs)
})

test('types are compared without their case', async () => {
  expect((await parseFormData(post(URLENCODED.toUpperCase(), 'a=1')))[1].get('a')).toBe('1')
  expect((await parseFormData(post(`Multipart/Form-Data; Boundary="b"`, FILE)))[2].size).toBe(1)
})

test('a body that is no form stays in the stream', async () => {
  const [stream, form, files] = await parseFormData(post('text/plain', 'hello'))
  expect([form.size, files.size]).toEqual([0, 0])
  expect(new TextDecoder().decode(await stream.read())).toBe('hello')
})

describe('what cannot be read', () => {
  test.each<[what: string, type: string, body: string | Uint8Array]>([
    ['bytes that are no UTF-8', URLENCODED, Uint8Array.of(0x61, 0x3d, 0xff)],
    ['no boundary', 'multipart/form-data', FILE],
    ['an empty boundary', 'multipart/form-data; boundary=""', FILE],
    ['a boundary outside ASCII', 'multipart/form-data; boundary="\xe9"', FILE],
    ['no last boundary', MULTIPART, FILE.slice(0, -2)],
  ])('%s: an empty form, or an error', async (_what, type, body) => {
    const [, form, files] = await parseFormData(post(type, body))
    expect([form.size, files.size]).toEqual([0, 0])
    await expect(parseFormData(post(type, body), { silent: false })).rejects.toThrow(SyntaxError)
  })
})

describe('limits are errors, silent or not', () => {
  test.each<[what: string, environ: () => Environ, options: FormDataParserOptions, limit: RegExp]>([
    ['declared length', () => post(URLENCODED, 'a=b'), { maxContentLength: 2 }, /3 bytes, more than 2/],
    [
      'length that was not declared',
      () => chunked(URLENCODED, 'a=b'),
      { maxContentLength: 2 },
      /than 2 bytes/,
    ],
    [
      'the same of a multipart body',
      () => chunked(MULTIPART, FILE),
      { maxContentLength: 20 },
      /than 20 bytes/,
    ],
    [
      'memory, declared',
      () => post(URLENCODED, 'a=b'),
      { maxFormMemorySize: 2 },
      /2 bytes.*maxFormMemorySize/,
    ],
    ['memory, not declared', () => chunked(URLENCODED, 'a=b'), { maxFormMemorySize: 2 }, /maxFormMemorySize/],
    [
      'memory, by default',
      () => post(URLENCODED, 'a'.repeat(500_001)),
      {},
      /500000 bytes.*maxFormMemorySize/,
    ],
    ['parts', () => post(MULTIPART, FILE), { maxFormParts: 0 }, /0 parts/],
  ])('%s', async (_what, environ, options, limit) => {
    const error: unknown = await parseFormData(environ(), options).catch((one) => one)
    expect(error).toBeInstanceOf(RequestEntityTooLarge)
    expect((error as RequestEntityTooLarge).description).toMatch(limit)
  })

  test('a body of just the limit is taken', async () => {
    expect(await urlencoded('a=b', { maxFormMemorySize: 3, maxContentLength: 3 })).toEqual([['a', 'b']])
    const [, form] = await parseFormData(chunked(URLENCODED, 'a=b'), { maxFormMemorySize: null })
    expect(form.get('a')).toBe('b')
  })
})

test('files are closed at the end of the request', async () => {
  const callbacks: (() => void | Promise<void>)[] = []
  const environ = post(MULTIPART, FILE, { 'triptych.finally': (callback) => void callbacks.push(callback) })
  const [, , files] = await parseFormData(environ)
  const file = files.at('f')
  expect(await file.text()).toBe('1')
  for (const callback of callbacks) await callback()
  await expect(file.seek(0).then(() => file.read())).rejects.toThrow('closed')
})

test('no callback when there is nothing to close', async () => {
  const callbacks: unknown[] = []
  const more = { 'triptych.finally': (callback: unknown) => void callbacks.push(callback) }
  await parseFormData(post(URLENCODED, 'a=1', more))
  expect(callbacks).toEqual([])
})

test('parse takes what is known', async () => {
  const stream = new Input(blocksOf(bytes('a=1')))
  const [, form] = await new FormDataParser().parse(stream, URLENCODED)
  expect(form.get('a')).toBe('1')
})

describe('parts', () => {
  test('of a request', async () => {
    const found: string[] = []
    for await (const part of new FormDataParser().parts(post(MULTIPART, FILE))) {
      found.push(`${part.filename}: ${await part.text()}`)
    }
    expect(found).toEqual(['x: 1'])
  })

  test.each([URLENCODED, '', 'multipart/form-data', 'multipart/mixed; boundary=b'])('not of %j', (type) => {
    expect(() => new FormDataParser().parts(post(type, FILE))).toThrow(SyntaxError)
  })

  test('maxContentLength', () => {
    expect(() => new FormDataParser({ maxContentLength: 9 }).parts(post(MULTIPART, FILE))).toThrow(
      RequestEntityTooLarge,
    )
  })
})
