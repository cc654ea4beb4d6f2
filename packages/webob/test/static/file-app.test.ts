import { describe, expect, test } from 'vitest'
import { bytes, type Application } from '@triptych/raw'
import { buildEnviron, call, open } from '@triptych/raw/testing'
import { FileApp, mapFileSystem, type FileAppOptions, type FileSystem } from '@triptych/webob/static'

const modified = Date.UTC(2024, 1, 3, 4, 5, 6)
const at = (content: string | Uint8Array) => ({ content, modified })
const files = mapFileSystem({
  '/srv/a.txt': at('0123456789'),
  '/srv/big.bin': at(new Uint8Array(300_000)),
  '/srv/app.js': at('the script itself'),
  '/srv/app.js.br': at('brotli'),
  '/srv/data.tar.gz': at('packed'),
  '/srv/data.tar.gz.br': at('twice'),
})

let left = 0
const fileSystem: FileSystem = {
  ...files,
  async open(path) {
    const file = await files.open(path)
    left++
    let isOpen = true
    const close = async (): Promise<void> => {
      if (isOpen) left--
      isOpen = false
    }
    return { stat: file.stat, read: (buffer, position) => file.read(buffer, position), close }
  },
}
const app = (path: string, options: FileAppOptions = {}): FileApp =>
  new FileApp(path, { fileSystem, ...options })
const get = (headers: Record<string, string>, method = 'GET') => ({ target: '/', method, headers })

describe('FileApp', () => {
  test.each([
    ['GET', {}, '200 OK', '0123456789'],
    ['HEAD', {}, '200 OK', ''],
    ['GET', { Range: 'bytes=2-4' }, '206 Partial Content', '234'],
    ['GET', { Range: 'bytes=-' }, '200 OK', '0123456789'],
    ['GET', { Range: 'bytes=20-' }, '416 Requested Range Not Satisfiable', /^Requested range/],
    ['GET', { 'If-None-Match': '*' }, '304 Not Modified', ''],
    ['GET', { 'If-Modified-Since': 'Sat, 03 Feb 2024 04:05:06 GMT' }, '304 Not Modified', ''],
    ['GET', { 'If-Match': '"x"' }, '412 Precondition Failed', /^412/],
    ['GET', { 'If-Unmodified-Since': 'Sat, 03 Feb 2024 04:05:05 GMT' }, '412 Precondition Failed', /^412/],
    ['POST', {}, '405 Method Not Allowed', /You cannot POST a file$/],
  ] as const)('%s %o: %s', async (method, headers, status, content) => {
    const response = await call(app('/srv/a.txt'), get(headers, method))
    expect(response.status).toBe(status)
    expect(response.text()).toMatch(typeof content === 'string' ? new RegExp(`^${content}$`) : content)
    expect(left).toBe(0)
  })

  test('405 says what is allowed (RFC 9110 section 15.5.6)', async () => {
    const response = await call(app('/srv/a.txt'), get({}, 'PUT'))
    expect(response.headers.get('Allow')).toBe('GET, HEAD')
  })

  test('several ranges come as parts', async () => {
    const response = await call(app('/srv/big.bin'), get({ Range: 'bytes=0-1,299998-' }))
    expect(response.headers.get('Content-Type')).toMatch(/^multipart\/byteranges; boundary=/)
    expect(response.headers.get('Content-Length')).toBe(String(response.bytes().length))
    expect(left).toBe(0)
  })

  test('no answer tells where the file lies', async () => {
    for (const path of ['/srv/secret-name.txt', '/srv']) {
      const response = await call(app(path), get({ Accept: 'text/html' }))
      expect(response.text()).not.toMatch(/srv|secret/)
    }
  })

  test.each([
    ['/srv/none', '404 Not Found'],
    ['/srv', '403 Forbidden'],
  ])('%s: %s', async (path, status) => {
    expect((await call(app(path), '/')).status).toBe(status)
  })

  test('what may not be read is 403', async () => {
    const { FileAccessError } = await import('@triptych/raw/static')
    const denying: FileSystem = {
      ...files,
      open: (path) => Promise.reject(new FileAccessError('ERR_FILE_DENIED', path)),
    }
    expect((await call(new FileApp('/srv/a.txt', { fileSystem: denying }), '/')).status).toBe('403 Forbidden')
  })

  test('trouble of the disk is an error, not a page', async () => {
    const broken: FileSystem = { ...files, open: () => Promise.reject(new Error('EMFILE')) }
    const run = new FileApp('/srv/a.txt', { fileSystem: broken })
    await expect(run.application(buildEnviron('/'), () => async () => {})).rejects.toThrow('EMFILE')
  })

  test('an entity tag is a choice: none, one of the file, one of your own', async () => {
    const tag = async (options: FileAppOptions): Promise<string | undefined> =>
      (await call(app('/srv/a.txt', options), '/')).headers.get('ETag')
    expect(await tag({})).toBeUndefined()
    expect(await tag({ etag: false })).toBeUndefined()
    expect(await tag({ etag: true })).toBe(`"${modified.toString(16)}-a"`)
    expect(await tag({ etag: 'mine' })).toBe('"mine"')
    const options = { etag: true }
    const again = get({ 'If-None-Match': `W/"${modified.toString(16)}-a"` })
    expect((await call(app('/srv/a.txt', options), again)).status).toBe('304 Not Modified')
    const match = get({ 'If-Match': '"mine"' })
    expect((await call(app('/srv/a.txt', { etag: 'mine' }), match)).status).toBe('200 OK')
    expect((await call(app('/srv/a.txt', { etag: 'other' }), match)).status).toBe('412 Precondition Failed')
    const since = get({ 'If-None-Match': '"x"', 'If-Modified-Since': 'Sat, 03 Feb 2024 04:05:06 GMT' })
    expect((await call(app('/srv/a.txt', options), since)).status).toBe('200 OK')
  })

  test('options are those of a response', async () => {
    const response = await call(app('/srv/a.txt', { contentType: 'x/y', cacheControl: 'public' }), '/')
    expect([...response.headers]).toEqual([
      ['Content-Type', 'x/y'],
      ['Content-Length', '10'],
      ['Last-Modified', 'Sat, 03 Feb 2024 04:05:06 GMT'],
      ['Cache-Control', 'public'],
      ['Accept-Ranges', 'bytes'],
    ])
  })

  test('a wrong option fails with the request, and leaves no file open', async () => {
    const wrong = app('/srv/a.txt', { noSuchThing: 1 } as FileAppOptions)
    await expect(wrong.application(buildEnviron('/'), () => async () => {})).rejects.toThrow(TypeError)
    expect(left).toBe(0)
  })

  test('compressed copies go to who accepts them', async () => {
    const compressed = app('/srv/app.js', { precompressed: true, etag: true, vary: ['Cookie'] })
    const packed = await call(compressed, get({ 'Accept-Encoding': 'br' }))
    const plain = await call(compressed, get({ 'Accept-Encoding': 'gzip' }))
    expect([packed.text(), plain.text()]).toEqual(['brotli', 'the script itself'])
    expect(packed.headers.get('Content-Encoding')).toBe('br')
    expect(packed.headers.get('Content-Type')).toBe('text/javascript; charset=UTF-8')
    expect(packed.headers.get('Vary')).toBe('Cookie, Accept-Encoding')
    expect(plain.headers.get('Vary')).toBe('Cookie, Accept-Encoding')
    expect(packed.headers.get('ETag')).not.toBe(plain.headers.get('ETag'))
    expect(left).toBe(0)
  })

  test('what has a coding by its name is not compressed again', async () => {
    const packed = app('/srv/data.tar.gz', { precompressed: true })
    const response = await call(packed, get({ 'Accept-Encoding': 'br, gzip' }))
    expect([response.text(), response.headers.get('Content-Encoding')]).toEqual(['packed', 'gzip'])
  })

  test('the wrapper of the server gets the whole file, and ranges do without it', async () => {
    const environ = buildEnviron('/')
    let wrapped = 0
    environ['wsgi.file_wrapper'] = (file) => {
      wrapped++
      return Object.assign([bytes('wrapped')], { close: () => file.close?.() })
    }
    expect((await call(app('/srv/a.txt'), environ)).text()).toBe('wrapped')
    environ['HTTP_RANGE'] = 'bytes=0-0'
    expect((await call(app('/srv/a.txt'), environ)).text()).toBe('0')
    expect([wrapped, left]).toEqual([1, 0])
  })

  test('the file is closed when the client leaves', async () => {
    const exchange = open(app('/srv/big.bin'), '/')
    expect((await exchange.nextBlock())?.length).toBe(65536)
    expect(left).toBe(1)
    exchange.disconnect()
    await exchange.done
    expect(left).toBe(0)
  })

  test('the file is closed when the server refuses the head', async () => {
    const run: Application = (environ, start) => app('/srv/a.txt').application(environ, start)
    const refuse = (): never => {
      throw new TypeError('refused')
    }
    await expect(Promise.resolve(run(buildEnviron('/'), refuse))).rejects.toThrow('refused')
    expect(left).toBe(0)
  })
})
