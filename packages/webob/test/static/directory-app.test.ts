import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { ApplicationLike } from '@triptych/raw'
import { buildEnviron, call } from '@triptych/raw/testing'
import { DirectoryApp, FileApp, mapFileSystem } from '@triptych/webob/static'

const top = mkdtempSync(join(tmpdir(), 'triptych-directory-'))
const root = join(top, 'root')
mkdirSync(join(root, 'sub'), { recursive: true })
mkdirSync(join(root, 'bare'))
writeFileSync(join(top, 'index.html'), 'OUTSIDE')
writeFileSync(join(top, 'secret.txt'), 'OUTSIDE')
writeFileSync(join(root, 'index.html'), 'index')
writeFileSync(join(root, 'a.txt'), 'A')
writeFileSync(join(root, 'sub', 'index.html'), 'sub index')
afterAll(() => rmSync(top, { recursive: true, force: true }))

const app = new DirectoryApp(root)
const ask = (served: ApplicationLike, path: string, more: object = {}) =>
  call(served, { ...buildEnviron('/'), PATH_INFO: path, HTTP_HOST: 'localhost', ...more })

describe('DirectoryApp', () => {
  test.each([
    ['/', '200 OK', 'index'],
    ['/a.txt', '200 OK', 'A'],
    ['//a.txt', '200 OK', 'A'],
    ['/sub/', '200 OK', 'sub index'],
    ['/sub/../a.txt', '200 OK', 'A'],
    ['/sub', '301 Moved Permanently', ''],
    ['', '301 Moved Permanently', ''],
    ['/bare/', '404 Not Found', /could not be found/],
    ['/none', '404 Not Found', /could not be found/],
    ['/..', '403 Forbidden', /denied/],
    ['/../', '403 Forbidden', /denied/],
    ['/../index.html', '403 Forbidden', /denied/],
    ['/../root/a.txt', '403 Forbidden', /denied/],
    ['/../none', '403 Forbidden', /denied/],
    ['/a.txt\0.html', '403 Forbidden', /denied/],
    ['/\xff', '400 Bad Request', /malformed/],
  ])('%j: %s', async (path, status, content) => {
    const response = await ask(app, path)
    expect(response.status).toBe(status)
    expect(response.text()).toMatch(typeof content === 'string' ? new RegExp(`^${content}$`) : content)
  })

  test.each([
    ['/sub', '', 'http://localhost/sub/'],
    ['/sub', 'q=1', 'http://localhost/sub/?q=1'],
    ['//evil.example/..', '', 'http://localhost//evil.example/../'],
  ])('%s?%s is redirected to %s', async (path, query, location) => {
    const response = await ask(app, path, { QUERY_STRING: query })
    expect(response.headers.get('Location')).toBe(location)
  })

  test.each([
    ['/index.html', 'http://localhost/'],
    ['/index.html/', 'http://localhost/'],
    ['/index.html///', 'http://localhost/'],
    ['/sub/index.html', 'http://localhost/sub/'],
    ['/none/index.html', 'http://localhost/none/'],
  ])('an index page can be hidden: %s', async (path, location) => {
    const hiding = new DirectoryApp(root, { hideIndexWithRedirect: true })
    const response = await ask(hiding, path)
    expect([response.code, response.headers.get('Location')]).toEqual([301, location])
  })

  test('without index pages a folder is nothing to see', async () => {
    const bare = new DirectoryApp(root, { indexPage: null })
    expect((await ask(bare, '/')).status).toBe('403 Forbidden')
    expect((await ask(bare, '/sub/')).status).toBe('404 Not Found')
  })

  test.skipIf(process.platform === 'win32')(
    'a link that leads out is as one that leads nowhere (POSIX only)',
    async () => {
      symlinkSync(join(top, 'secret.txt'), join(root, 'out.txt'))
      symlinkSync(join(top, 'none.txt'), join(root, 'nowhere.txt'))
      symlinkSync(top, join(root, 'parent'))
      symlinkSync(join(root, 'a.txt'), join(root, 'in.txt'))
      const pages = await Promise.all(
        ['/out.txt', '/nowhere.txt', '/parent/secret.txt', '/parent/'].map(async (path) => {
          const { status, ...response } = await ask(app, path)
          return [status, response.headers.get('Content-Length')]
        }),
      )
      expect(new Set(pages.map(String)).size).toBe(1)
      expect(pages[0]![0]).toBe('404 Not Found')
      expect((await ask(app, '/in.txt')).text()).toBe('A')
      const following = new DirectoryApp(root, { followLinks: true })
      expect((await ask(following, '/out.txt')).text()).toBe('OUTSIDE')
      expect((await ask(following, '/../secret.txt')).status).toBe('403 Forbidden')
    },
  )

  test('whatever the path, nothing outside is served', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'sub',
      'a.txt',
      'index.html',
      'secret.txt',
      'root',
      '\0',
      '\\',
    )
    const apps = [app, new DirectoryApp(root, { hideIndexWithRedirect: true })]
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 7 }), fc.constantFrom(...apps), async (parts, served) => {
        const response = await ask(served, `/${parts.join('/')}`)
        expect(response.text()).not.toContain('OUTSIDE')
        expect(response.code).toBeLessThan(500)
      }),
    )
  })

  test('no page tells where the folder lies', async () => {
    for (const path of ['/none', '/bare/', '/../', '/sub/none.html']) {
      expect((await ask(app, path, { HTTP_ACCEPT: 'text/html' })).text()).not.toContain(top)
    }
  })

  test('files can be served in another way', async () => {
    class Downloads extends DirectoryApp {
      override makeFileapp(path: string): ApplicationLike {
        return new FileApp(path, { ...this.fileappOptions, contentDisposition: 'attachment' })
      }
    }
    const response = await ask(new Downloads(root, { cacheControl: 'no-store' }), '/a.txt')
    expect(response.headers.get('Content-Disposition')).toBe('attachment')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test('the folder has to be there', () => {
    expect(() => new DirectoryApp(join(root, 'none'))).toThrow(/^Expected a folder, got/)
    expect(() => new DirectoryApp(join(root, 'a.txt'))).toThrow(/^Expected a folder, got/)
  })

  test('files in memory', async () => {
    const fileSystem = mapFileSystem({ 'www/index.html': 'hi', 'secret.txt': 'OUTSIDE' })
    const served = new DirectoryApp('www', { fileSystem })
    expect(served.path).toBe('/www/')
    expect((await ask(served, '/')).text()).toBe('hi')
    expect((await ask(served, '/../secret.txt')).status).toBe('403 Forbidden')
  })
})
