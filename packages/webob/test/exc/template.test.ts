import { describe, expect, test } from 'vitest'
import { Template } from '@triptych/webob/exc'

const VALUES = new Map([
  ['a', 'A'],
  ['evil', '${a} $a $$'],
  ['_under1', 'U'],
])

describe('Template', () => {
  test.each([
    ['$a ${a}', 'A A'],
    ['$$a $${a}', '$a ${a}'],
    ['$b ${b}', '$b ${b}'],
    ['${_under1}', 'U'],
    ['${a', '${a'],
    ['$ 5 $5', '$ 5 $5'],
    ['${evil}', '${a} $a $$'], // what is put in is not read once more
    ['${toString} ${__proto__}', '${toString} ${__proto__}'],
  ])('%j is %j', (text, result) => {
    expect(new Template(text).substitute((name) => VALUES.get(name))).toBe(result)
  })

  test('asks only for what it needs', () => {
    const asked: string[] = []
    new Template('$$ ${a}').substitute((name) => {
      asked.push(name)
      return ''
    })
    expect(asked).toEqual(['a'])
  })

  test.each(['$', '${', '${a', '$a{'])('a megabyte of %j takes linear time', (piece) => {
    const text = piece.repeat(1_000_000 / piece.length)
    expect(new Template(text).substitute(() => undefined).length).toBeLessThanOrEqual(text.length)
  })
})
