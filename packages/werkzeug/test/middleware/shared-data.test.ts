import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bytes } from '@triptych/raw'
import type { Application } from '@triptych/raw'
import { mapFileSystem } from '@triptych/raw/static'
import { call } from '@triptych/raw/testing'
import { SharedDataMiddleware } from '@triptych/werkzeug/middleware/shared-data'
import { afterAll, describe, expect, test } from 'vitest'

const front: Application = (_, startResponse) => {
  startResponse('200 OK', [['Content-Type', 'text/plain']])
  return [bytes('front')]
}
const modified = Date.UTC(2020, 0, 1)
const fileSystem = mapFileSystem({
  '/srv/static/a.txt': { content: 'A', modified },
  '/srv/static/sub/b.json': { content: '{}', modified },
  '/srv/static/é.txt': { content: 'E', modified },
  '/srv/secret.txt': 'no',
})
const exports = { '/static': '/srv/static', '/one': '/srv/static/a.txt', '/ü/': '/srv/static' }

describe('SharedDataMiddleware', () => {
  const app = new SharedDataMiddleware(front, exports, { fileSystem })

  test.each([
    ['/static/a.txt', 'A'],
    ['/static/sub/b.json', '{}'],
    ['/static/sub/../a.txt', 'A'],
    ['/static/%C3%A9.txt', 'E'],
    ['/%C3%BC/a.txt', 'A'],
    ['/one', 'A'],
    ['/static', 'front'],
    ['/static/', 'front'],
    ['/static/sub', 'front'],
    ['/static/none', 'front'],
    ['/static/../secret.txt', 'front'],
    ['/static/%2e%2e/secret.txt', 'front'],
    ['/static//a.txt', 'front'],
    ['/static/%FF', 'front'],
    ['/static/a.txt%00', 'front'],
    ['/staticx/a.txt', 'front'],
  ])('%s', async (target, expected) => {
    expect((await call(app, target)).text()).toBe(expected)
  })

  test('its fields', async () => {
    const { headers } = await call(app, '/static/a.txt')
    expect(headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('Content-Length')).toBe('1')
    expect(headers.get('Last-Modified')).toBe('Wed, 01 Jan 2020 00:00:00 GMT')
    expect(headers.get('Cache-Control')).toBe('max-age=43200, public')
    expect(headers.get('ETag')).toMatch(/^"wzsdm-1577836800\.0-1-\d+"$/)
  })

  test('what the client has is not sent again', async () => {
    const etag = (await call(app, '/static/a.txt')).headers.get('ETag')!
    const again = await call(app, { target: '/static/a.txt', headers: [['If-None-Match', etag]] })
    expect([again.code, again.text()]).toEqual([304, ''])
  })

  test.each<[string, string | string[] | ((name: string) => boolean)]>([
    ['a pattern', '*.txt'],
    ['patterns', ['*.json', '?.txt']],
    ['a function', (name) => name === 'a.txt'],
  ])('%s disallows', async (_, disallow) => {
    const strict = new SharedDataMiddleware(front, exports, { fileSystem, disallow })
    expect((await call(strict, '/static/a.txt')).text()).toBe('front')
  })

  test('a subclass says what is allowed', async () => {
    class NoJson extends SharedDataMiddleware {
      override isAllowed(filename: string): boolean {
        return super.isAllowed(filename) && !filename.endsWith('.json')
      }
    }
    const strict = new NoJson(front, exports, { fileSystem })
    expect((await call(strict, '/static/sub/b.json')).text()).toBe('front')
    expect((await call(strict, '/static/a.txt')).text()).toBe('A')
  })

  test('without a cache there is nothing to compare', async () => {
    const plain = new SharedDataMiddleware(front, Object.entries(exports), { fileSystem, cache: false })
    const { headers } = await call(plain, '/static/a.txt')
    expect([headers.get('ETag'), headers.get('Cache-Control')]).toEqual([undefined, 'public'])
  })
})

describe('on the disk', () => {
  const root = mkdtempSync(join(tmpdir(), 'triptych-shared-'))
  mkdirSync(join(root, 'static'))
  writeFileSync(join(root, 'static', 'a.txt'), 'A')
  writeFileSync(join(root, 'secret.txt'), 'S')
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('a URL names a folder beside a module', async () => {
    const app = new SharedDataMiddleware(front, { '/s': pathToFileURL(join(root, 'static')) })
    expect((await call(app, '/s/a.txt')).text()).toBe('A')
    expect(() => new SharedDataMiddleware(front, { '/s': new URL('http://a/') })).toThrow(TypeError)
  })

  // Windows lets only some users make links.
  test.skipIf(process.platform === 'win32')('links out lead nowhere unless they are followed', async () => {
    symlinkSync(join(root, 'secret.txt'), join(root, 'static', 'link.txt'))
    const place = { '/s': join(root, 'static') }
    expect((await call(new SharedDataMiddleware(front, place), '/s/link.txt')).text()).toBe('front')
    const open = new SharedDataMiddleware(front, place, { followLinks: true })
    expect((await call(open, '/s/link.txt')).text()).toBe('S')
  })
})
