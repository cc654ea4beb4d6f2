import { expect, test } from 'vitest'
import { stopRequest } from '../../src/serving/stop-request.ts'

const listeners = (): number => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops, and nothing listens any more', async (name) => {
  const before = listeners()
  const stopped = stopRequest()
  expect(listeners()).toBe(before + 2)
  process.emit(name, name)
  await stopped
  expect(listeners()).toBe(before)
})

test('a signal stops, also one aborted before', async () => {
  const before = listeners()
  const stop = new AbortController()
  const stopped = stopRequest(stop.signal)
  stop.abort()
  await stopped
  await stopRequest(AbortSignal.abort())
  expect(listeners()).toBe(before)
})
