import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Map as RuleMap, Rule } from '../../src/routing/index.ts'

const matched = (rule: string, path: string): unknown => {
  const urls = new RuleMap([new Rule(rule, { endpoint: 'e' })]).bind('x')
  return urls.test(path) ? (urls.match(path)[1] as { n: unknown }).n : undefined
}

describe('numbers', () => {
  test.each([
    ['/<int:n>', '/7', 7],
    ['/<int:n>', '/007', 7],
    ['/<int:n>', '/-7', undefined],
    ['/<int:n>', '/٣', undefined],
    ['/<int(signed=True):n>', '/-7', -7],
    ['/<int(signed=true):n>', '/-7', -7],
    ['/<int(signed=false):n>', '/-7', undefined],
    ['/<int(min=2, max=3):n>', '/3', 3],
    ['/<int(min=2, max=3):n>', '/4', undefined],
    ['/<int(fixed_digits=3):n>', '/042', 42],
    ['/<int(fixed_digits=3):n>', '/42', undefined],
    ['/<int(3):n>', '/042', 42],
    ['/<int:n>', '/9007199254740991', 9007199254740991],
    ['/<int:n>', '/9007199254740993', undefined],
    ['/<float:n>', '/1.5', 1.5],
    ['/<float:n>', '/1', undefined],
    ['/<float(signed=True):n>', '/-0.5', -0.5],
    ['/<float(min=1):n>', '/0.5', undefined],
    ['/<string(minlength=2, maxlength=3):n>', '/a', undefined],
    ['/<string(2, 3):n>', '/abc', 'abc'],
    ['/<string(length=1):n>', '/\u{1f40d}', '\u{1f40d}'],
    ['/<any(a, "b c"):n>', '/b c', 'b c'],
  ])('%s of %s gives %s', (rule, path, expected) => {
    expect(matched(rule, path)).toBe(expected)
  })

  test.each([
    ['/<int:n>', 7, '/7'],
    ['/<int:n>', 7n, '/7'],
    ['/<int:n>', 7.9, '/7'],
    ['/<int(fixed_digits=4):n>', 42, '/0042'],
    ['/<int(fixed_digits=4, signed=True):n>', -42, '/-042'],
    ['/<float:n>', 1, '/1.0'],
    ['/<float:n>', 1e21, '/1000000000000000000000.0'],
    ['/<float:n>', -1.5e-7, '/-0.00000015'],
    ['/<float:n>', 1.25e22, '/12500000000000000000000.0'],
  ])('%s writes %s as %s', (rule, n, expected) => {
    expect(new RuleMap([new Rule(rule, { endpoint: 'e' })]).bind('x').build('e', { n })).toBe(expected)
  })

  test.each([
    ['/<int:n>', 'a'],
    ['/<int:n>', Number.NaN],
    ['/<int:n>', 2 ** 53],
    ['/<int:n>', {}],
    ['/<float:n>', 'x'],
    ['/<float:n>', Infinity],
    ['/<float:n>', new Date(0)],
  ])('%s refuses %s', (rule, n) => {
    expect(() => new RuleMap([new Rule(rule, { endpoint: 'e' })]).bind('x').build('e', { n })).toThrow(
      SyntaxError,
    )
  })

  test('what is built is matched again', () => {
    const urls = new RuleMap([
      new Rule('/i/<int(signed=True):n>', { endpoint: 'i' }),
      new Rule('/f/<float(signed=True):n>', { endpoint: 'f' }),
      new Rule('/s/<n>', { endpoint: 's' }),
      new Rule('/p/<path:n>', { endpoint: 'p' }),
    ]).bind('x')
    const again = (url: string): unknown =>
      (urls.match(decodeURIComponent(url)) as readonly [string, { n: unknown }])[1].n
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => again(urls.build('i', { n })) === n))
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (n) => again(urls.build('f', { n })) === n + 0 || n === 0,
      ),
    )
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((n) => !n.includes('/'))
    fc.assert(fc.property(text, (n) => again(urls.build('s', { n })) === n))
    const path = fc.string({ unit: 'grapheme', minLength: 1 }).filter((n) => !/^\/|\n|\/\//.test(n))
    fc.assert(fc.property(path, (n) => again(urls.build('p', { n })) === n))
  })
})
