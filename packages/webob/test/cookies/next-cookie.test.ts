import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextCookie, unquoteCookie, type RawCookie } from '../../src/cookies/next-cookie.ts'

/** All pairs of a field. */
function all(text: string): RawCookie[] {
  const pairs: RawCookie[] = []
  for (let pair = nextCookie(text, 0); pair; pair = nextCookie(text, pair.end)) pairs.push(pair)
  return pairs
}

const scanned = (text: string): string[] => all(text).map(({ name, value }) => `${name}=${value}`)

describe('nextCookie', () => {
  test.each<[name: string, text: string, pairs: string[]]>([
    ['nothing', '', []],
    ['pairs', 'a=1; b=2', ['a=1', 'b=2']],
    ['other separators', 'a=1,b=2 c=3', ['a=1', 'b=2', 'c=3']],
    ['blanks around the equals sign', 'a =  1', ['a=1']],
    ['an empty value', 'a=; b=2', ['a=', 'b=2']],
    ['an equals sign in the value', 'a=b=c', ['a=b=c']],
    ['an equals sign at the start', '=a=1', ['=a=1']],
    ['a name without a value', 'secure; a=1; HttpOnly', ['a=1']],
    ['quotes', 'a="x; y"; b=2', ['a="x; y"', 'b=2']],
    ['a quote within quotes', 'a="x\\"y"; b=2', ['a="x\\"y"', 'b=2']],
    ['a quote that does not end', 'a="x; b=2', ['a=', 'b=2']],
    ['a quote that ends on the next line', 'a="x\ny"', ['a=']],
    [
      'a date with its comma',
      'expires=Wed, 31-Dec-1997 23:59:59 GMT; b=2',
      ['expires=Wed, 31-Dec-1997 23:59:59 GMT', 'b=2'],
    ],
    ['an escaped semicolon', 'a=x\\;y', ['a=x\\;y']],
    ['a backslash at the end', 'a=x\\', ['a=x']],
    ['junk between', '\0\x01;;,, a=1 \xe9\xe9 b=2', ['a=1', 'b=2']],
  ])('%s', (_name, text, pairs) => {
    expect(scanned(text)).toEqual(pairs)
  })

  test('start and end are where the pair stands', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let last = 0
        for (const { name, value, start, end } of all(text)) {
          const pair = text.slice(start, end)
          expect(pair.startsWith(name) && pair.endsWith(value) && start >= last && end > start).toBe(true)
          last = end
        }
      }),
    )
  })

  test.each([
    ['letters', 'a'],
    ['quotes', '"'],
    ['equals signs', '='],
    ['open quotes', 'a="'],
    ['open quotes on lines of their own', 'a="\n'],
    ['escaped quotes', 'a="\\"'],
    ['backslashes', 'a=\\'],
    ['names without values', 'a '],
    ['one value that is never closed', 'x', 'a="'],
    ['escapes in a value that is never closed', '\\"', 'a="'],
    ['halves of dates', 'a=Wed, '],
  ])('a megabyte of %s', (_name, unit, start = '') => {
    const text = start + unit.repeat(1_000_000 / unit.length)
    let end = 0
    for (const pair of all(text)) end = pair.end
    expect(end).toBeLessThanOrEqual(text.length)
  })
})

describe('unquoteCookie', () => {
  test.each([
    ['plain', 'plain'],
    ['"in quotes"', 'in quotes'],
    ['"a\\073b"', 'a;b'],
    ['a\\073b', 'a;b'],
    ['"\\303\\251"', '\xc3\xa9'],
    ['"\\""', '"'],
    ['"\\\\073"', '\\073'],
    ['\\400', '400'],
    ['\\08', '08'],
    ['"', '"'],
    ['""', ''],
    ['"half', '"half'],
  ])('%s is %j', (value, text) => {
    expect(unquoteCookie(value)).toBe(text)
  })
})
