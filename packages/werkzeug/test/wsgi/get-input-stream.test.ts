import { setupTestingDefaults } from '@triptych/raw'
import type { Environ } from '@triptych/raw'
import { blocksOf, Input } from '@triptych/raw/input'
import { describe, expect, test } from 'vitest'
import { RequestEntityTooLarge } from '../../src/exceptions/client-errors.ts'
import { getInputStream } from '../../src/wsgi/get-input-stream.ts'

const environ = (more: Partial<Environ>): Environ =>
  setupTestingDefaults({ 'wsgi.input': new Input(blocksOf(new TextEncoder().encode('abcdef'))), ...more })
const read = async (...args: Parameters<typeof getInputStream>): Promise<string> =>
  new TextDecoder().decode(await getInputStream(...args).read())

describe('the input of a request', () => {
  test.each([
    ['nothing without a length', {}, {}, ''],
    ['anything, when asked for', {}, { safeFallback: false }, 'abcdef'],
    ['what was announced', { CONTENT_LENGTH: '3' }, {}, 'abc'],
    ['what was announced below the maximum', { CONTENT_LENGTH: '3' }, { maxContentLength: 3 }, 'abc'],
    ['nothing when the body is chunked', { CONTENT_LENGTH: '3', HTTP_TRANSFER_ENCODING: 'chunked' }, {}, ''],
    ['all of it when the server ends it', { 'wsgi.input_terminated': true }, {}, 'abcdef'],
    ['all of it up to the maximum', { 'wsgi.input_terminated': true }, { maxContentLength: 6 }, 'abcdef'],
    ['nothing of a length that is none', { CONTENT_LENGTH: 'x' }, {}, ''],
  ] as [string, Partial<Environ>, object, string][])('%s', async (_, more, options, wanted) => {
    expect(await read(environ(more), options)).toBe(wanted)
  })

  test.each(['', 'true', false, undefined])('%j does not say that the server ends it', async (value) => {
    expect(await read(environ({ 'wsgi.input_terminated': value as boolean }))).toBe('')
  })

  test('the stream of a server that ends it is passed on as it is', () => {
    const given = environ({ 'wsgi.input_terminated': true })
    expect(getInputStream(given)).toBe(given['wsgi.input'])
  })

  test('a length above the maximum is refused at once, a stream above it when it is read', async () => {
    expect(() => getInputStream(environ({ CONTENT_LENGTH: '4' }), { maxContentLength: 3 })).toThrow(
      RequestEntityTooLarge,
    )
    const terminated = getInputStream(environ({ 'wsgi.input_terminated': true }), { maxContentLength: 5 })
    await expect(terminated.read()).rejects.toThrow(RequestEntityTooLarge)
  })
})
