import fc from 'fast-check'
import { win32 } from 'node:path'
import { describe, expect, test } from 'vitest'
import { safeJoin, safeJoinOn } from '../../src/security/safe-join.ts'
import { runningPlatform } from '../../src/security/platform.ts'

describe('on POSIX', () => {
  test.each([
    [['/static', 'a'], '/static/a'],
    [['/static', 'a/../b'], '/static/b'],
    [['/static', '.'], '/static/.'],
    [['/static', '..a'], '/static/..a'],
    [['/static', '...'], '/static/...'],
    [['/static', 'a\\b'], '/static/a\\b'],
    [['/static', 'C:x'], '/static/C:x'],
    [['/static', '', 'b'], '/static/b'],
    [['/static', 'a', 'b'], '/static/a/b'],
    [['', 'a'], './a'],
    [['', ''], '.'],
    [['/', 'a'], '/a'],
    [['/static', '..'], null],
    [['/static', 'a/../../b'], null],
    [['/static', '/etc/passwd'], null],
    [['/static', '//host/share'], null],
    [['/static', 'a', '../b'], null],
    [['', '../a'], null],
  ] as [[string, ...string[]], string | null][])('%j gives %j', (args, wanted) => {
    expect(safeJoinOn('posix', ...args)).toBe(wanted)
  })

  const part = fc.array(fc.constantFrom('.', '..', 'a', '', 'b\\c')).map((segments) => segments.join('/'))
  test('the result never leaves the folder', () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const joined = safeJoinOn('posix', '/base', ...parts)
        fc.pre(joined !== null)
        expect(new URL(`file://${joined.replaceAll('\\', 'x')}/`).pathname).toMatch(/^\/base\//)
      }),
    )
  })
})

describe('on Windows', () => {
  test.each([
    ['CVE-2026-27199', 'sub/NUL'],
    ['CVE-2026-27199', 'a/ NUL /b'],
    ['CVE-2026-21860', 'CON.txt'],
    ['CVE-2026-21860', 'CON '],
    ['CVE-2026-21860', 'COM\xb9'],
    ['CVE-2026-21860', 'lpt\xb3.tar.gz'],
    ['CVE-2025-66221', 'AUX'],
    ['CVE-2025-66221', 'conin$'],
    ['CVE-2024-49766', '//server/share'],
    ['CVE-2019-14322', 'C:/x'],
    ['relative to a drive', 'C:x'],
    ['a drive', 'C:'],
    ['a stream', 'a.txt::$DATA'],
    ['a stream below', 'a/b:c'],
    ['a backslash', 'a\\..\\..\\b'],
    ['the folder above, with a blank', '.. '],
    ['the folder above, with a dot', 'a/...'],
    ['the folder above', '..'],
  ] as [string, string][])('%s: %j is refused', (_, path) => {
    expect(safeJoinOn('windows', 'C:\\base', path)).toBeNull()
  })

  test.each(['a', 'a/b', 'COM0', 'COM10', 'CONX', 'XCON', 'a.con', 'console', '.a', 'a..'])(
    '%j is not',
    (path) => {
      expect(safeJoinOn('windows', 'C:\\base', path)).toBe(`C:\\base/${path}`)
    },
  )

  test('the result never leaves the folder', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 })), (parts) => {
        const joined = safeJoinOn('windows', 'C:\\base', ...parts)
        fc.pre(joined !== null)
        expect(`${win32.normalize(joined)}\\`).toMatch(/^C:\\base\\/)
      }),
    )
  })
})

test('without a platform, that of the program counts', () => {
  const wanted = runningPlatform() === 'windows' ? null : '/base/NUL'
  expect(safeJoin('/base', 'NUL')).toBe(wanted)
})

test('a megabyte is read in linear time', () => {
  expect(safeJoinOn('windows', '/base', 'a/../'.repeat(200_000))).toBe('/base/.')
  expect(safeJoinOn('posix', '/base', `${'a/'.repeat(250_000)}${'../'.repeat(250_001)}`)).toBeNull()
})
