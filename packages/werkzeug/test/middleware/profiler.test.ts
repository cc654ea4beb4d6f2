import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytes } from '@triptych/raw'
import type { Application, Environ } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { ProfilerMiddleware } from '@triptych/werkzeug/middleware/profiler'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'triptych-profiler-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function busyLoop(): number {
  let sum = 0
  for (let at = 0; at < 8_000_000; at++) sum += Math.sqrt(at)
  return sum
}

const slow: Application = (_, startResponse) => {
  startResponse('200 OK', [['Content-Type', 'text/plain']])
  return [bytes(String(busyLoop() > 0))]
}

const written = () => {
  const parts: string[] = []
  return { parts, write: (text: string) => void parts.push(text) }
}

test('the table names what took the time', async () => {
  const stream = written()
  const app = new ProfilerMiddleware(slow, { stream, restrictions: [/busyLoop/, 1] })
  expect((await call(app, '/slow/page')).text()).toBe('true')
  const table = stream.parts.join('')
  expect(table).toContain("PATH: '/slow/page'")
  expect(table).toContain('busyLoop')
})

test('a profile is written for each request, named after it', async () => {
  const app = new ProfilerMiddleware(slow, {
    stream: null,
    profileDir: folder,
    filenameFormat: '{method}.{path}.{other}',
  })
  await call(app, '/a/b')
  await call(app, '/')
  expect(readdirSync(folder).toSorted()).toEqual(['GET.a.b.{other}', 'GET.root.{other}'])
  const profile = JSON.parse(readFileSync(join(folder, 'GET.a.b.{other}'), 'utf8')) as { nodes: unknown[] }
  expect(profile.nodes.length).toBeGreaterThan(0)
})

test('a name that a function makes stays in its folder', async () => {
  let seen: unknown
  const filenameFormat = (environ: Environ): string => {
    seen = environ['werkzeug.profiler']
    return '../../escaped'
  }
  await call(
    new ProfilerMiddleware(slow, { stream: null, profileDir: join(folder, 'own'), filenameFormat }),
    '/',
  )
  expect(readdirSync(join(folder, 'own'))).toEqual(['__.._escaped'])
  expect(seen).toMatchObject({ elapsed: expect.any(Number), time: expect.any(Number) })
})

test('requests at once are profiled one after the other, and a failure does not stop the next', async () => {
  const stream = written()
  const failing = new ProfilerMiddleware(
    () => {
      throw new Error('broken')
    },
    { stream },
  )
  const app = new ProfilerMiddleware(slow, { stream })
  const answers = await Promise.all([call(failing, '/'), call(app, '/1'), call(app, '/2')])
  expect(answers.map(({ code }) => code)).toEqual([500, 200, 200])
  expect(stream.parts.map((part) => /PATH: '(.*)'/.exec(part)?.[1])).toEqual(['/1', '/2'])
})
