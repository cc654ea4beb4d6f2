import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secureFilename } from '../../src/utils/secure-filename.ts'

describe('on every platform', () => {
  test.each([
    ['My cool movie.mov', 'My_cool_movie.mov'],
    ['../../../etc/passwd', 'etc_passwd'],
    ['i contain cool \xfcml\xe4uts.txt', 'i_contain_cool_umlauts.txt'],
    ['__filename__', 'filename'],
    ['foo$&^*)bar', 'foobar'],
    ['.htaccess', 'htaccess'],
    ['a\t\x1cb', 'a_b'],
    ['\u2165', 'VI'],
    ['\u2603', ''],
    ['..', ''],
    ['', ''],
    ['a\0b', 'ab'],
    ['\ud800x', 'x'],
  ])('%j', (filename, name) => {
    expect(secureFilename(filename, { platform: 'posix' })).toBe(name)
    expect(secureFilename(filename, { platform: 'windows' })).toBe(name)
  })
})

describe('on Windows', () => {
  test.each([
    ['CON', '_CON'],
    ['con.tar.gz', '_con.tar.gz'],
    ['com1', '_com1'],
    ['LPT9.txt', '_LPT9.txt'],
    ['a\\nul', 'a_nul'],
    ['\\nul', '_nul'],
    ['console', 'console'],
  ])('%j', (filename, name) => {
    expect(secureFilename(filename, { platform: 'windows' })).toBe(name)
  })

  test('a backslash is no separator elsewhere', () => {
    expect(secureFilename('a\\b', { platform: 'posix' })).toBe('ab')
    expect(secureFilename('nul', { platform: 'posix' })).toBe('nul')
  })
})

test('whatever comes in, a plain name or nothing comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('posix', 'windows'), (text, platform) => {
      expect(secureFilename(text, { platform })).toMatch(/^(?:|_?[A-Za-z0-9-](?:[\w.-]*[A-Za-z0-9-])?)$/)
    }),
  )
})

test.each(['_', ' ', '/', 'e\u0301'])('a name of a million %j ends', (part) => {
  expect(secureFilename(part.repeat(1_000_000)).length).toBeLessThanOrEqual(1_000_000)
})
