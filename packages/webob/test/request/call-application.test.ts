import type { ApplicationLike, Body } from '@triptych/raw'
import { expect, test } from 'vitest'
import { callApplication } from '../../src/request/call-application.ts'
import { environFromUrl } from '../../src/request/environ-from-url.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const call = async (
  app: ApplicationLike,
  catchExcInfo = false,
): Promise<[status: string, body: string, error: unknown]> => {
  const { status, appIter, excInfo } = await callApplication(app, environFromUrl('/'), catchExcInfo)
  let body = ''
  for await (const block of appIter) body += new TextDecoder().decode(block)
  return [status, body, excInfo]
}

/** A body that tells whether it was closed. */
function closing(...blocks: (string | Error)[]): { body: Body; closed: () => number } {
  let closed = 0
  async function* read(): AsyncGenerator<Uint8Array, void> {
    for (const block of blocks) {
      if (block instanceof Error) throw block
      yield bytes(block)
    }
  }
  return { body: Object.assign(read(), { close: () => void closed++ }), closed: () => closed }
}

test('an application that begins at once keeps its body to itself', async () => {
  const { body, closed } = closing('a', 'b')
  const { appIter } = await callApplication(
    (_environ, start) => (start('200 OK', []), body),
    environFromUrl('/'),
    false,
  )
  expect([appIter, closed()]).toEqual([body, 0])
})

test('one that begins when it is read is read at once, and closed', async () => {
  const { closed, body } = closing('b')
  const app: ApplicationLike = (_environ, start) =>
    Object.assign(
      (async function* late() {
        start('201 Created', [])
        yield bytes('a')
        yield* body
      })(),
      { close: () => body.close?.() },
    )
  expect([await call(app), closed()]).toEqual([['201 Created', 'ab', undefined], 1])
})

test('what is written comes first', async () => {
  const app: ApplicationLike = async (_environ, start) => {
    const write = start('200 OK', [])
    await write(bytes('a'))
    return [bytes('b')]
  }
  expect(await call(app)).toEqual(['200 OK', 'ab', undefined])
})

test('an object with a method is an application', async () => {
  expect(await call({ application: (_environ, start) => (start('204 No Content', []), []) })).toEqual([
    '204 No Content',
    '',
    undefined,
  ])
})

test('an error beside the answer is thrown, or given', async () => {
  const error = new Error('broken')
  const app: ApplicationLike = (_environ, start) => (start('500 Oh', [], error), [bytes('sorry')])
  await expect(call(app)).rejects.toThrow(error)
  expect(await call(app, true)).toEqual(['500 Oh', 'sorry', error])
})

test('one that does not begin', async () => {
  await expect(call(() => [])).rejects.toThrow(/startResponse/)
  await expect(call(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

test('a body that breaks is closed', async () => {
  const { body, closed } = closing('a', new Error('broken'))
  await expect(call(() => body)).rejects.toThrow('broken')
  expect(closed()).toBe(1)
})
