import { expect, test } from 'vitest'
import { Response } from '../../src/wrappers/response.ts'
import { SequenceError } from '../../src/wrappers/sequence-error.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('it writes to the end of the body', async () => {
  const response = new Response('a')
  expect(response.stream.write('\xe9')).toBe(2)
  response.stream.writelines([bytes('b'), 'c'])
  response.stream.flush()
  expect(response.contentLength).toBeNull()
  expect(response.response).toEqual(['a', '\xe9', 'b', 'c'].map(bytes))
  expect(response.stream.tell()).toBe(5)
  expect(response.stream.encoding).toBe('utf-8')
  expect(response.stream).toBe(response.stream)
})

test('a list of the caller is written to as well', () => {
  const blocks: string[] = ['a']
  new Response(blocks).stream.write('b')
  expect(blocks).toEqual(['a', bytes('b')])
})

test('when it was closed, nothing can be written', () => {
  const { stream } = new Response()
  expect(stream.closed).toBe(false)
  stream.close()
  expect(stream.closed).toBe(true)
  expect(() => stream.write('a')).toThrow(TypeError)
  expect(() => stream.flush()).toThrow(TypeError)
})

test('a body that is not in memory is asked for first', async () => {
  const response = new Response(new Set(['a']))
  expect(() => response.stream.write('b')).toThrow(SequenceError)
  await response.makeSequence()
  response.stream.write('b')
  expect(await response.getData({ asText: true })).toBe('ab')
})

test('a stream of the platform can be piped to it', async () => {
  const response = new Response()
  await new Blob(['one', 'two']).stream().pipeTo(response.stream.writable)
  expect(await response.getData({ asText: true })).toBe('onetwo')
  expect(response.stream.closed).toBe(true)
})
