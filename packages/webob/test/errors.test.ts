import { describe, expect, test } from 'vitest'
import {
  DisconnectionError,
  KeyError,
  RequestError,
  UndecodableError,
  ValidationError,
} from '../src/errors.ts'

describe('errors', () => {
  test.each<[error: Error & { code: string }, name: string, code: string, message: string]>([
    [new KeyError('a"b'), 'KeyError', 'ERR_NO_SUCH_KEY', 'No such key: "a\\"b"'],
    [new KeyError('a', 'Not here'), 'KeyError', 'ERR_NO_SUCH_KEY', 'Not here'],
    [new RequestError(413, 'ERR_X', 'Too much'), 'RequestError', 'ERR_X', 'Too much'],
    [
      new UndecodableError('\xff\n', 'UTF-8'),
      'UndecodableError',
      'ERR_UNDECODABLE',
      'Expected UTF-8, got the bytes ff 0a',
    ],
    [
      new DisconnectionError(1, 2, 'It ended'),
      'DisconnectionError',
      'ERR_DISCONNECTED',
      'It ended (1 of 2 bytes came)',
    ],
    [
      new ValidationError([{ message: 'Too big', path: ['a', { key: 'b' }, 0] }, { message: 'Odd' }]),
      'ValidationError',
      'ERR_VALIDATION',
      'Expected another body: a.b.0: Too big; Odd',
    ],
  ])('%s', (error, name, code, message) => {
    expect([error.name, error.code, error.message, error instanceof Error]).toEqual([
      name,
      code,
      message,
      true,
    ])
  })

  test('those of a client say which status answers them', () => {
    const errors = [
      new RequestError(413, 'ERR_X', ''),
      new UndecodableError('', 'UTF-8'),
      new ValidationError([]),
    ]
    expect(errors.map(({ status }) => status)).toEqual([413, 400, 422])
    expect(errors.every((error) => error instanceof RequestError)).toBe(true)
  })

  test('a cause is kept', () => {
    const cause = new Error('x')
    expect(new RequestError(400, 'ERR_X', '', { cause }).cause).toBe(cause)
  })

  test('of a megabyte only the start is shown', () => {
    const error = new UndecodableError('\xff'.repeat(1_000_000), 'UTF-8')
    expect(error.message).toBe(`Expected UTF-8, got the bytes ${'ff '.repeat(16)}…`)
    expect(error.bytes.length).toBe(1_000_000)
  })
})
