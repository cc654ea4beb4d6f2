import type { Environ } from '@triptych/raw'
import { beforeEach, afterEach, describe, expect, test } from 'vitest'
import {
  boundaries,
  environAddPost,
  environFromUrl,
  FileField,
  Request,
  type FormSource,
} from '../../src/request/index.ts'

const random = boundaries.next
beforeEach(() => {
  boundaries.next = () => 'xyz'
})
afterEach(() => {
  boundaries.next = random
})

async function added(data: FormSource, contentType?: string, method?: string): Promise<[Environ, string]> {
  const environ = environFromUrl('/')
  if (method !== undefined) environ.REQUEST_METHOD = method
  environAddPost(environ, data, contentType)
  return [environ, new TextDecoder().decode(await environ['wsgi.input'].read())]
}

test.each<[what: string, data: FormSource, body: string]>([
  ['an object', { a: '1', b: 2 }, 'a=1&b=2'],
  ['an object of lists', { a: ['1', '2', '3'], b: ['4'] }, 'a=1&a=2&a=3&b=4'],
  ['pairs', [['a', '1'], ['a', '2']], 'a=1&a=2'], // prettier-ignore
  ['URLSearchParams', new URLSearchParams('a=1&b= '), 'a=1&b=+'],
  ['a Map', new Map([['a', '\u20ac&=']]), 'a=%E2%82%AC%26%3D'],
  ['text', 'a=1', 'a=1'],
  ['bytes', new Uint8Array([0x61, 0x3d]), 'a='],
  ['nothing in it', {}, ''],
])('%s', async (_what, data, body) => {
  const [environ, sent] = await added(data)
  expect(sent).toBe(body)
  expect(environ.REQUEST_METHOD).toBe('POST')
  expect(environ.CONTENT_TYPE).toBe('application/x-www-form-urlencoded')
  expect(environ.CONTENT_LENGTH).toBe(String(body.length))
})

test.each([
  ['PUT', 'PUT'],
  ['POST', 'POST'],
  ['GET', 'POST'],
  ['PATCH', 'POST'],
])('%s becomes %s', async (method, becomes) => {
  const [environ] = await added({ a: '1' }, undefined, method)
  expect(environ.REQUEST_METHOD).toBe(becomes)
})

test('null leaves everything as it is', () => {
  const environ = environFromUrl('/')
  const before = { ...environ }
  environAddPost(environ, null)
  expect(environ).toEqual(before)
})

describe('files', () => {
  const part = (name: string, filename: string, type: string, content: string): string =>
    `--xyz\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\n${type}\r\n${content}\r\n--xyz--`

  test.each<[what: string, data: FormSource, body: string]>([
    ['a pair', { f: ['a.txt', 'hi'] }, part('f', 'a.txt', 'Content-type: text/plain\r\n', 'hi')],
    ['a pair in a pair', [['f', ['a.unknown', 'hi']]], part('f', 'a.unknown', '', 'hi')],
    [
      'an object',
      { f: { filename: 'a', content: 'hi', type: 'x/y' } },
      part('f', 'a', 'Content-type: x/y\r\n', 'hi'),
    ],
    [
      'a field',
      { f: new FileField('g', 'a', new Uint8Array([104, 105])) },
      part('f', 'a', 'Content-type: application/octet-stream\r\n', 'hi'),
    ],
    [
      'a name that would end the line',
      { 'f"\r\nX: y': ['a"\r\n.png', ''] },
      part('f%22%0D%0AX: y', 'a%22%0D%0A.png', 'Content-type: image/png\r\n', ''),
    ],
  ])('%s', async (_what, data, body) => {
    const [environ, sent] = await added(data)
    expect(sent).toBe(body)
    expect(environ.CONTENT_TYPE).toBe('multipart/form-data; boundary=xyz')
    expect(environ.CONTENT_LENGTH).toBe(String(body.length))
    expect(environ['webob.is_body_seekable']).toBe(true)
  })

  test('of the platform are read when the body is', async () => {
    const form = new FormData()
    form.append('title', 'caf\xe9')
    form.append('f', new File(['content'], 'a.bin', { type: 'x/y' }))
    const request = Request.blank('/', { POST: form })
    expect(request.isBodySeekable).toBe(false)
    const read = await request.POST()
    expect(read.get('title')).toBe('caf\xe9')
    const field = read.get('f') as FileField
    expect([field.filename, field.type, await field.toFile().text()]).toEqual(['a.bin', 'x/y', 'content'])
    expect((await request.body()).length).toBe(request.contentLength)
  })

  test('go between the boundaries that the type says', async () => {
    const [environ, sent] = await added({ a: ['b', 'c'] }, 'multipart/form-data; boundary="my own"')
    expect(environ.CONTENT_TYPE).toBe('multipart/form-data; boundary="my own"')
    expect(sent).toMatch(/^--my own\r\n[^]*\r\n--my own--$/)
  })

  test('parameters of a type keep their quotation marks inside', async () => {
    const field = new FileField('f', 'a', new Uint8Array(0), { type: 'x/y', typeOptions: { p: 'a"; q="\\' } })
    const request = Request.blank('/', { POST: { f: field } })
    const again = (await request.POST()).get('f') as FileField
    expect({ ...again.typeOptions }).toEqual({ p: 'a"; q="\\' })
  })
})

test.each<[what: string, data: FormSource, type: string | undefined, message: RegExp]>([
  ['text that is not ASCII', 'a=\xe9', undefined, /text in ASCII/],
  ['a file in another type', { a: ['b', 'c'] }, 'application/x-www-form-urlencoded', /multipart\/form-data/],
  ['a form in a type of none', { a: 'b' }, 'application/json', /application\/json.*got a form/],
  [
    'a type that would end its line',
    { a: { filename: 'a', content: '', type: 'a\r\nb' } },
    undefined,
    /Content-Type/i,
  ],
])('%s is refused', async (_what, data, type, message) => {
  await expect(added(data, type)).rejects.toThrow(message)
  await expect(added(data, type)).rejects.toThrow(TypeError)
})

test('other types take bytes', async () => {
  const [environ, sent] = await added('{}', 'application/json')
  expect([environ.CONTENT_TYPE, sent]).toEqual(['application/json', '{}'])
})
