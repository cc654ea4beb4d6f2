import { bytes } from '@triptych/raw'
import type { Application } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { DispatcherMiddleware } from '@triptych/werkzeug/middleware/dispatcher'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const says =
  (name: string): Application =>
  ({ SCRIPT_NAME: script, PATH_INFO: path }, startResponse) => {
    startResponse('200 OK', [['Content-Type', 'text/plain']])
    return [bytes(JSON.stringify([name, script, path]))]
  }

const app = new DispatcherMiddleware(says('-'), {
  '/a': says('a'),
  '/a/b': says('b'),
  '/with space': { application: says('object') },
})

test.each([
  ['/', ['-', '', '/']],
  ['/a', ['a', '/a', '']],
  ['/a/', ['a', '/a', '/']],
  ['/a/x/y', ['a', '/a', '/x/y']],
  ['/a/b', ['b', '/a/b', '']],
  ['/a/b/c', ['b', '/a/b', '/c']],
  ['/a/bc', ['a', '/a', '/bc']],
  ['/ab', ['-', '', '/ab']],
  ['/a//b', ['a', '/a', '//b']],
  ['/with%20space/x', ['object', '/with space', '/x']],
])('%s', async (target, expected) => {
  expect(JSON.parse((await call(app, target)).text())).toEqual(expected)
})

test('mounts may be mounted in turn', async () => {
  const inner = new DispatcherMiddleware(says('-'), { '/b': says('inner') })
  const outer = new DispatcherMiddleware(says('-'), new Map([['/a', inner]]))
  expect(JSON.parse((await call(outer, '/a/b/c')).text())).toEqual(['inner', '/a/b', '/c'])
})

test('SCRIPT_NAME and PATH_INFO are the path, however it is cut', async () => {
  const path = fc.stringMatching(/^(\/[ab]{0,2}){1,6}$/)
  await fc.assert(
    fc.asyncProperty(path, async (target) => {
      const [, script, rest] = JSON.parse(
        (await call(app, { target: `/x/..${target}`, environ: { PATH_INFO: target } })).text(),
      ) as string[]
      expect(`${script}${rest}`).toBe(target)
    }),
  )
})

test('what is no application is refused', () => {
  expect(() => new DispatcherMiddleware(says('-'), { '/a': {} as Application })).toThrow(TypeError)
})
