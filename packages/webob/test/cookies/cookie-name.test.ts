import { describe, expect, test } from 'vitest'
import { isCookieName } from '../../src/cookies/cookie-name.ts'

describe('isCookieName', () => {
  test.each(['a', 'session', '__Host-a', "!#%&'*+-.^_`|~", '0', 'a$', 'pathway', 'secure_', 'priority'])(
    'takes %s',
    (name) => {
      expect(isCookieName(name)).toBe(true)
    },
  )

  test.each([
    ['nothing', ''],
    ['a blank', 'a b'],
    ['an equals sign', 'a=b'],
    ['a semicolon', 'a;b'],
    ['a line end', 'a\r\nSet-Cookie: b'],
    ['NUL', 'a\0'],
    ['what is no token', 'a/b'],
    ['a letter beyond ASCII', 'caf\xe9'],
    ['$ at the start, of RFC 2965', '$Version'],
    ['an attribute', 'path'],
    ['an attribute in other letters', 'HttpOnly'],
    ['an attribute with a hyphen', 'MAX-AGE'],
  ])('refuses %s', (_name, name) => {
    expect(isCookieName(name)).toBe(false)
  })
})
