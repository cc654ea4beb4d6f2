import { describe, expect, test } from 'vitest'
import { formatHashMethod, HashCostError, parseHashMethod } from '../../src/security/hash-method.ts'

describe('a method of hashing', () => {
  test.each([
    ['scrypt', 'scrypt:32768:8:1'],
    ['scrypt:1024:4:2', 'scrypt:1024:4:2'],
    ['pbkdf2', 'pbkdf2:sha256:1000000'],
    ['pbkdf2:sha512', 'pbkdf2:sha512:1000000'],
    ['pbkdf2:sha1:5', 'pbkdf2:sha1:5'],
  ] as [string, string][])('%s is %s', (text, whole) => {
    expect(formatHashMethod(parseHashMethod(text))).toBe(whole)
  })

  test.each([
    '',
    'plain',
    'scrypt:',
    'scrypt:1:2',
    'scrypt:1:2:3:4',
    'scrypt:a:b:c',
    'scrypt:16:-8:1',
    'pbkdf2:a:b',
    'pbkdf2:sha1:1:2',
    'pbkdf2:sha1:1e3',
  ])('%j is none', (text) => {
    expect(() => parseHashMethod(text)).toThrow(SyntaxError)
  })

  test.each([
    'scrypt:3:8:1',
    'scrypt:1:8:1',
    'scrypt:0:8:1',
    'scrypt:16:0:1',
    'scrypt:16:8:0',
    'scrypt:65536:1:1',
    'pbkdf2:sha1:0',
  ])('%s is out of its range', (text) => {
    expect(() => parseHashMethod(text)).toThrow(RangeError)
  })

  test.each([
    ['scrypt:1073741824:8:1', {}, 'memory'],
    ['scrypt:2:100000000:1', {}, 'memory'],
    ['scrypt:2:1:999999999', {}, 'memory'],
    ['scrypt:32768:8:17', {}, 'work'],
    ['pbkdf2:sha256:99999999', {}, 'work'],
    ['scrypt', { maxMemory: 2 ** 24 }, 'memory'],
    ['pbkdf2', { maxWork: 0.5 }, 'work'],
  ] as [string, object, string][])('%s with %j takes too much %s', (text, limits, kind) => {
    expect(() => parseHashMethod(text, limits)).toThrow(
      expect.objectContaining({ constructor: HashCostError, code: 'ERR_HASH_COST', kind }),
    )
  })

  test('the bound can be raised', () => {
    expect(parseHashMethod('scrypt:1048576:8:1', { maxMemory: 2 ** 31, maxWork: 32 })).toHaveProperty(
      'n',
      2 ** 20,
    )
  })
})
