import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { bytes } from '@triptych/raw'
import type { Application, Environ } from '@triptych/raw'
import { buildEnviron, call, open } from '@triptych/raw/testing'
import { answerFile, mapFileSystem, staticFiles } from '@triptych/raw/static'
import type { FileSystem, StaticAnswer } from '@triptych/raw/static'

const MODIFIED = Date.UTC(2024, 1, 3, 4, 5, 6)
const at = (content: string | Uint8Array, modified = MODIFIED) => ({ content, modified })
const big = new Uint8Array(200_000).map((_, index) => index % 251)

const files = mapFileSystem({
  '/www/index.html': at('<h1>hi</h1>'),
  '/www/a.txt': at('0123456789'),
  '/www/empty.bin': at(''),
  '/www/big.bin': at(big),
  '/www/docs/index.html': at('docs'),
  '/www/none/only.css': at('c {}'),
  '/www/.env': at('SECRET=1'),
  '/www/.well-known/security.txt': at('ok'),
  '/www/app.js': at('original text of the script'),
  '/www/app.js.br': at('brotli'),
  '/www/app.js.gz': at('gzip!'),
  '/www/old.js': at('original', MODIFIED + 1),
  '/www/old.js.gz': at('stale'),
  '/secret.txt': at('secret'),
})

/** The same files, with a count of those that are open. */
function counted(): { fileSystem: FileSystem; opened: () => number; left: () => number } {
  let opened = 0
  let left = 0
  const fileSystem: FileSystem = {
    ...files,
    async open(path) {
      const file = await files.open(path)
      opened++
      left++
      let isOpen = true
      return {
        stat: file.stat,
        read: (buffer, position) => file.read(buffer, position),
        async close() {
          if (isOpen) left--
          isOpen = false
        },
      }
    },
  }
  return { fileSystem, opened: () => opened, left: () => left }
}

const { fileSystem, left, opened } = counted()
const app = staticFiles('/www', { fileSystem, precompressed: ['br', 'gzip'] })

async function contentOf({ body }: StaticAnswer): Promise<string> {
  const blocks: Uint8Array[] = []
  for await (const block of body) blocks.push(block)
  await body.close?.()
  return Buffer.concat(blocks).toString('latin1')
}

const field = (answer: StaticAnswer, name: string): string | undefined =>
  answer.headers.find(([other]) => other === name)?.[1]

const ask = (path: string, environ: Partial<Environ> = {}): Promise<StaticAnswer> =>
  answerFile(path, { REQUEST_METHOD: 'GET', ...environ }, { fileSystem })

describe('answerFile', () => {
  test('a whole file', async () => {
    const answer = await ask('/www/a.txt')
    expect(answer.status).toBe('200 OK')
    expect(answer.headers).toEqual([
      ['Content-Type', 'text/plain'],
      ['Content-Length', '10'],
      ['Last-Modified', 'Sat, 03 Feb 2024 04:05:06 GMT'],
      ['Accept-Ranges', 'bytes'],
      ['ETag', `"${MODIFIED.toString(16)}-a"`],
    ])
    expect(await contentOf(answer)).toBe('0123456789')
    expect(left()).toBe(0)
  })

  test('in blocks of 64 KiB, each with bytes of its own', async () => {
    const answer = await ask('/www/big.bin')
    const blocks: Uint8Array[] = []
    for await (const block of answer.body) blocks.push(block)
    await answer.body.close?.()
    expect(blocks.map(({ length }) => length)).toEqual([65536, 65536, 65536, 200_000 - 3 * 65536])
    expect(Buffer.concat(blocks).equals(Buffer.from(big))).toBe(true)
  })

  test.each([
    ['bytes=0-4', '206 Partial Content', 'bytes 0-4/10', '01234'],
    ['bytes=5-', '206 Partial Content', 'bytes 5-9/10', '56789'],
    ['bytes=-3', '206 Partial Content', 'bytes 7-9/10', '789'],
    ['bytes=-30', '206 Partial Content', 'bytes 0-9/10', '0123456789'],
    ['bytes=8-99', '206 Partial Content', 'bytes 8-9/10', '89'],
    ['bytes=0-1, 4-5', '206 Partial Content', 'bytes 0-5/10', '012345'],
    ['bytes=10-', '416 Range Not Satisfiable', 'bytes */10', ''],
    ['bytes=-0', '416 Range Not Satisfiable', 'bytes */10', ''],
    ['bytes=-', '200 OK', undefined, '0123456789'],
    ['bytes=5-2', '200 OK', undefined, '0123456789'],
    ['items=0-1', '200 OK', undefined, '0123456789'],
    [`bytes=${'0-0,'.repeat(17)}1-1`, '200 OK', undefined, '0123456789'],
  ])('Range: %s', async (range, status, contentRange, content) => {
    const answer = await ask('/www/a.txt', { HTTP_RANGE: range })
    expect([answer.status, field(answer, 'Content-Range')]).toEqual([status, contentRange])
    const text = await contentOf(answer)
    expect([text, field(answer, 'Content-Length')]).toEqual([content, String(content.length)])
    expect(left()).toBe(0)
  })

  test('several ranges come as parts', async () => {
    const answer = await ask('/www/big.bin', { HTTP_RANGE: 'bytes=199998-,0-2' })
    const boundary = /boundary=(.*)$/.exec(field(answer, 'Content-Type')!)![1]!
    const content = await contentOf(answer)
    const type = 'Content-Type: application/octet-stream\r\n'
    const tail = Buffer.from(big.subarray(199_998)).toString('latin1')
    expect(content).toBe(
      `--${boundary}\r\n${type}Content-Range: bytes 199998-199999/200000\r\n\r\n${tail}\r\n` +
        `--${boundary}\r\n${type}Content-Range: bytes 0-2/200000\r\n\r\n\0\x01\x02\r\n--${boundary}--\r\n`,
    )
    expect(field(answer, 'Content-Length')).toBe(String(content.length))
    expect(left()).toBe(0)
  })

  test('If-Range decides whether the range counts', async () => {
    const tag = field(await ask('/www/a.txt', { REQUEST_METHOD: 'HEAD' }), 'ETag')!
    const current = await ask('/www/a.txt', { HTTP_RANGE: 'bytes=0-0', HTTP_IF_RANGE: tag })
    const other = await ask('/www/a.txt', { HTTP_RANGE: 'bytes=0-0', HTTP_IF_RANGE: '"x"' })
    expect([await contentOf(current), await contentOf(other)]).toEqual(['0', '0123456789'])
  })

  test('Range is nothing to HEAD, and to an empty file with a suffix', async () => {
    const head = await ask('/www/a.txt', { REQUEST_METHOD: 'HEAD', HTTP_RANGE: 'bytes=0-0' })
    expect([head.status, field(head, 'Content-Length'), await contentOf(head)]).toEqual(['200 OK', '10', ''])
    const empty = await ask('/www/empty.bin', { HTTP_RANGE: 'bytes=-1' })
    expect([empty.status, await contentOf(empty)]).toEqual(['200 OK', ''])
    expect((await ask('/www/empty.bin', { HTTP_RANGE: 'bytes=0-' })).status).toBe('416 Range Not Satisfiable')
    expect(left()).toBe(0)
  })

  test('304 and 412 have no content, and what a cache needs', async () => {
    const options = { fileSystem, headers: [['Cache-Control', 'max-age=60']] as const }
    const get = { REQUEST_METHOD: 'GET' }
    const same = await answerFile('/www/a.txt', { ...get, HTTP_IF_NONE_MATCH: '*' }, options)
    expect(same.status).toBe('304 Not Modified')
    expect(same.headers.map(([name]) => name)).toEqual(['ETag', 'Cache-Control'])
    const failed = await answerFile('/www/a.txt', { ...get, HTTP_IF_MATCH: '"x"' }, options)
    expect([failed.status, field(failed, 'Content-Length')]).toEqual(['412 Precondition Failed', '0'])
    expect(left()).toBe(0)
  })

  test('without ETag a 304 has Last-Modified', async () => {
    const since = { REQUEST_METHOD: 'GET', HTTP_IF_MODIFIED_SINCE: 'Sat, 03 Feb 2024 04:05:06 GMT' }
    const answer = await answerFile('/www/a.txt', since, { fileSystem, etag: false })
    expect(answer.headers.map(([name]) => name)).toEqual(['Last-Modified'])
  })

  test('types: of the caller, of a table, of the built-in one, of nobody', async () => {
    const get = { REQUEST_METHOD: 'HEAD' }
    const type = async (path: string, options: object): Promise<string | undefined> =>
      field(await answerFile(path, get, { fileSystem, ...options }), 'Content-Type')
    expect(await type('/www/a.txt', { contentType: 'x/y' })).toBe('x/y')
    expect(await type('/www/a.txt', { contentType: null })).toBeUndefined()
    expect(await type('/www/a.txt', { mediaTypes: () => 'text/x-own', charset: 'utf-8' })).toBe(
      'text/x-own; charset=utf-8',
    )
    expect(await type('/www/.env', {})).toBe('application/octet-stream')
    expect(await type('/www/.env', { defaultType: 'text/plain', charset: 'utf-8' })).toBe(
      'text/plain; charset=utf-8',
    )
  })

  test('a missing file is an error of its own', async () => {
    await expect(ask('/www/none.txt')).rejects.toMatchObject({ code: 'ERR_FILE_MISSING' })
  })

  test('the wrapper of the server is used for the whole, not for a range', async () => {
    const wrapped: number[] = []
    const wrapper: NonNullable<Environ['wsgi.file_wrapper']> = (file, size) => {
      wrapped.push(size!)
      return Object.assign([bytes('wrapped')], { close: () => file.close?.() })
    }
    expect(await contentOf(await ask('/www/a.txt', { 'wsgi.file_wrapper': wrapper }))).toBe('wrapped')
    const ranged = { 'wsgi.file_wrapper': wrapper, HTTP_RANGE: 'bytes=0-0' }
    expect(await contentOf(await ask('/www/a.txt', ranged))).toBe('0')
    expect([wrapped, left()]).toEqual([[65536], 0])
  })
})

describe('compressed copies', () => {
  test.each([
    ['gzip, br', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzip!'],
    ['br;q=0.5, gzip', 'gzip', 'gzip!'],
    ['*', 'br', 'brotli'],
    ['br;q=0', undefined, 'original text of the script'],
    ['identity, br;q=0.5', undefined, 'original text of the script'],
    ['deflate', undefined, 'original text of the script'],
    [undefined, undefined, 'original text of the script'],
  ])('Accept-Encoding: %s', async (accept, coding, content) => {
    const headers: [string, string][] = accept === undefined ? [] : [['Accept-Encoding', accept]]
    const response = await call(app, { target: '/app.js', headers })
    expect(response.headers.get('Content-Encoding')).toBe(coding)
    expect(response.headers.get('Vary')).toBe('Accept-Encoding')
    expect(response.headers.get('Content-Type')).toBe('text/javascript')
    expect(response.text()).toBe(content)
    expect(left()).toBe(0)
  })

  test('each has a tag of its own', async () => {
    const tags: (string | undefined)[] = []
    for (const accept of ['br', 'gzip', 'identity']) {
      const response = await call(app, { target: '/app.js', headers: [['Accept-Encoding', accept]] })
      tags.push(response.headers.get('ETag'))
    }
    expect(new Set(tags).size).toBe(3)
  })

  test('a copy older than the file does not count', async () => {
    const response = await call(app, { target: '/old.js', headers: [['Accept-Encoding', 'gzip']] })
    expect(response.text()).toBe('original')
  })

  test('a coding without an extension is refused', async () => {
    const options = { fileSystem, precompressed: ['compress'] }
    const environ = { REQUEST_METHOD: 'GET', HTTP_ACCEPT_ENCODING: 'compress' }
    await expect(answerFile('/www/a.txt', environ, options)).rejects.toThrow(TypeError)
    expect(left()).toBe(0)
  })
})

describe('staticFiles', () => {
  test.each([
    ['/', '200 OK'],
    ['/index.html', '200 OK'],
    ['/docs/', '200 OK'],
    ['/docs', '301 Moved Permanently'],
    ['/none/', '404 Not Found'],
    ['/none', '404 Not Found'],
    ['/a.txt/', '404 Not Found'],
    ['/.env', '404 Not Found'],
    ['/.well-known/security.txt', '200 OK'],
    ['/nope', '404 Not Found'],
    ['/a/%2e%2e/%2e%2e/secret.txt', '403 Forbidden'],
    ['/%FF', '400 Bad Request'],
    ['/a.txt%00', '403 Forbidden'],
  ])('%s: %s', async (target, status) => {
    expect((await call(app, target)).status).toBe(status)
    expect(left()).toBe(0)
  })

  test('a redirect stays on the host and keeps the query', async () => {
    const environ = { REQUEST_METHOD: 'GET', SCRIPT_NAME: '', PATH_INFO: '//docs', QUERY_STRING: 'a=1' }
    const whole = buildEnviron('/')
    const response = await call(app, { ...whole, ...environ })
    expect(response.headers.get('Location')).toBe('/docs/?a=1')
  })

  test('other methods are refused', async () => {
    const response = await call(app, { target: '/a.txt', method: 'POST' })
    expect([response.status, response.headers.get('Allow')]).toEqual(['405 Method Not Allowed', 'GET, HEAD'])
  })

  test('HEAD has the fields and no content', async () => {
    const response = await call(app, { target: '/a.txt', method: 'HEAD' })
    expect([response.headers.get('Content-Length'), response.text(), left()]).toEqual(['10', '', 0])
  })

  test('dot files and index pages are a choice', async () => {
    const other = staticFiles('/www', { fileSystem, dotFiles: true, index: null })
    expect((await call(other, '/.env')).status).toBe('200 OK')
    expect((await call(other, '/')).status).toBe('404 Not Found')
  })

  test('the file is closed when the client leaves', async () => {
    const before = opened()
    const exchange = open(app, '/big.bin')
    expect((await exchange.nextBlock())?.length).toBe(65536)
    expect(left()).toBe(1)
    exchange.disconnect()
    await exchange.done
    expect([left(), opened() - before]).toEqual([0, 1])
  })

  test('the file is closed when the server refuses the head', async () => {
    const environ = buildEnviron('/')
    const refuse = (): never => {
      throw new TypeError('refused')
    }
    const run: Application = app
    await expect(Promise.resolve(run({ ...environ, PATH_INFO: '/a.txt' }, refuse))).rejects.toThrow('refused')
    expect(left()).toBe(0)
  })
})
