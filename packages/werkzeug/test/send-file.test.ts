import { bytes, setupTestingDefaults } from '@triptych/raw'
import type { Application, Environ } from '@triptych/raw'
import { FileAccessError, mapFileSystem } from '@triptych/raw/static'
import { call } from '@triptych/raw/testing'
import { NotFound, RequestedRangeNotSatisfiable } from '@triptych/werkzeug/exceptions'
import { sendFile, sendFromDirectory } from '@triptych/werkzeug/send-file'
import type { SendFileOptions } from '@triptych/werkzeug/send-file'
import { describe, expect, test } from 'vitest'

const modified = Date.UTC(2020, 0, 1)
const fileSystem = mapFileSystem({
  '/srv/a.txt': { content: '0123456789', modified },
  '/srv/a.txt.gz': { content: 'squeezed', modified },
  '/srv/sub/b.json': { content: '{}', modified },
  '/srv/archive.tar.gz': { content: 'x', modified },
  '/secret.txt': 'no',
})
const environ = (fields: Partial<Environ> = {}): Environ => setupTestingDefaults({ ...fields })
const fieldsOf = async (
  file: Parameters<typeof sendFile>[0],
  options: SendFileOptions = {},
): Promise<(name: string) => string | undefined> => {
  const response = await sendFile(file, environ(), { fileSystem, ...options })
  return (name) => response.headers.get(name)
}
/** What a client gets. */
const sends =
  (file: string, options: SendFileOptions = {}): Application =>
  async (given, startResponse) =>
    (await sendFile(file, given, { fileSystem, ...options })).application(given, startResponse)

describe('sendFile', () => {
  test('its fields', async () => {
    const field = await fieldsOf('/srv/a.txt')
    expect(field('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(field('Content-Length')).toBe('10')
    expect(field('Content-Disposition')).toBe('inline; filename=a.txt')
    expect(field('Last-Modified')).toBe('Wed, 01 Jan 2020 00:00:00 GMT')
    expect(field('Cache-Control')).toBe('no-cache')
    expect(field('Accept-Ranges')).toBe('bytes')
    expect(field('ETag')).toMatch(/^"[^"]+"$/)
  })

  test.each<[string, SendFileOptions, string, string | undefined]>([
    ['an attachment', { asAttachment: true }, 'Content-Disposition', 'attachment; filename=a.txt'],
    ['a name', { downloadName: 'b c.pdf' }, 'Content-Disposition', 'inline; filename="b c.pdf"'],
    [
      'a name that is not ASCII',
      { downloadName: 'é☃.txt' },
      'Content-Disposition',
      "inline; filename=e.txt; filename*=UTF-8''%C3%A9%E2%98%83.txt",
    ],
    ['the type of the name', { downloadName: 'b.pdf' }, 'Content-Type', 'application/pdf'],
    ['a type', { mimetype: 'a/b' }, 'Content-Type', 'a/b'],
    ['no tag', { etag: false }, 'ETag', undefined],
    ['a tag', { etag: 'mine' }, 'ETag', '"mine"'],
    ['a time', { lastModified: 1_600_000_000 }, 'Last-Modified', 'Sun, 13 Sep 2020 12:26:40 GMT'],
    ['a date', { lastModified: new Date(0) }, 'Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['an age', { maxAge: 60 }, 'Cache-Control', 'public, max-age=60'],
    ['no age', { maxAge: 0 }, 'Cache-Control', 'no-cache, max-age=0'],
    ['an age by its path', { maxAge: (path) => path!.length }, 'Cache-Control', 'public, max-age=10'],
    ['X-Sendfile', { useXSendfile: true }, 'X-Sendfile', '/srv/a.txt'],
  ])('%s', async (_, options, name, expected) => {
    expect((await fieldsOf('/srv/a.txt', options))(name)).toBe(expected)
  })

  test('a compressed file says so, an attachment does not', async () => {
    expect((await fieldsOf('/srv/archive.tar.gz'))('Content-Encoding')).toBe('gzip')
    expect(
      (await fieldsOf('/srv/archive.tar.gz', { asAttachment: true }))('Content-Encoding'),
    ).toBeUndefined()
  })

  test.each<[string, [string, string][], number, string]>([
    ['the whole', [], 200, '0123456789'],
    ['a range', [['Range', 'bytes=2-4']], 206, '234'],
    ['the end', [['Range', 'bytes=-2']], 206, '89'],
    ['what the client has', [['If-Modified-Since', 'Wed, 01 Jan 2020 00:00:00 GMT']], 304, ''],
  ])('%s', async (_, headers, code, body) => {
    const response = await call(sends('/srv/a.txt'), { target: '/', headers })
    expect([response.code, response.text()]).toEqual([code, body])
  })

  test('a range beyond the end is refused with the length', async () => {
    const sending = sendFile('/srv/a.txt', environ({ HTTP_RANGE: 'bytes=10-' }), { fileSystem })
    await expect(sending).rejects.toBeInstanceOf(RequestedRangeNotSatisfiable)
    await expect(sending).rejects.toMatchObject({ length: 10 })
  })

  test('unless it is to be unconditional', async () => {
    const app = sends('/srv/a.txt', { conditional: false })
    expect((await call(app, { target: '/', headers: [['Range', 'bytes=2-4']] })).text()).toBe('0123456789')
  })

  test('a compressed copy is sent to who takes it', async () => {
    const app = sends('/srv/a.txt', { precompressed: ['br', 'gzip'] })
    const squeezed = await call(app, { target: '/', headers: [['Accept-Encoding', 'gzip']] })
    expect([squeezed.text(), squeezed.headers.get('Content-Encoding')]).toEqual(['squeezed', 'gzip'])
    const plain = await call(app, '/')
    expect([plain.text(), plain.headers.get('Vary')]).toEqual(['0123456789', 'Accept-Encoding'])
  })

  test('bytes and readers are files too', async () => {
    const field = await fieldsOf(bytes('abc'), { mimetype: 'text/plain' })
    expect([field('Content-Length'), field('Content-Disposition')]).toEqual(['3', undefined])
    let closed = 0
    const reader = { read: () => new Uint8Array(0), close: () => void closed++ }
    const response = await sendFile(reader, environ(), { downloadName: 'a.css' })
    await response.close()
    expect([response.mimetype, closed]).toEqual(['text/css', 1])
  })

  test.each<[string, SendFileOptions]>([
    ['a type', {}],
    ['a name', { mimetype: 'a/b', asAttachment: true }],
  ])('%s has to be known', async (_, options) => {
    let closed = 0
    const file = { read: () => new Uint8Array(0), close: () => void closed++ }
    await expect(sendFile(file, environ(), options)).rejects.toThrow(TypeError)
    expect(closed).toBe(1)
  })

  test.each([[false], [true]])('a missing file is told (X-Sendfile: %s)', async (useXSendfile) => {
    const sending = sendFile('/none', environ(), { fileSystem, useXSendfile })
    await expect(sending).rejects.toBeInstanceOf(FileAccessError)
  })
})

describe('sendFromDirectory', () => {
  test.each([
    ['a.txt', '0123456789'],
    ['sub/b.json', '{}'],
    ['sub/../a.txt', '0123456789'],
  ])('%s', async (path, expected) => {
    const app: Application = async (given, startResponse) =>
      (await sendFromDirectory('/srv', path, given, { fileSystem })).application(given, startResponse)
    expect((await call(app, '/')).text()).toBe(expected)
  })

  test.each([
    ['../secret.txt'],
    ['sub/../../secret.txt'],
    ['/secret.txt'],
    ['none'],
    ['sub'],
    [''],
    ['a.txt\0'],
  ])('%j is not found', async (path) => {
    await expect(sendFromDirectory('/srv', path, environ(), { fileSystem })).rejects.toBeInstanceOf(NotFound)
  })
})
