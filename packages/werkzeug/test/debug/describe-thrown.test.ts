import { describe, expect, test } from 'vitest'
import { describeThrown } from '../../src/debug/describe-thrown.ts'

class ShopError extends Error {}
class Named extends Error {
  override readonly name = 'ERR_NAMED'
}
const accessor = Object.defineProperty(new Error('x'), 'message', {
  get: () => {
    throw new Error('a getter was run')
  },
})

describe('describeThrown', () => {
  test.each<[name: string, thrown: unknown, type: string, message: string]>([
    ['an error', new TypeError('no'), 'TypeError', 'no'],
    ['an error of a class without a name', new ShopError('no'), 'ShopError', 'no'],
    ['an error with a name', new Named('no'), 'ERR_NAMED', 'no'],
    ['an error without a message', new Error(), 'Error', ''],
    ['a text', 'no', 'Thrown string', 'no'],
    ['a number', 42, 'Thrown number', '42'],
    ['nothing', undefined, 'Thrown undefined', 'undefined'],
    ['null', null, 'Thrown null', 'null'],
    ['an object', { message: 'no' }, 'Object', 'no'],
    ['an object that says nothing', new Map(), 'Map', 'Map was thrown'],
    ['an object without a prototype', Object.create(null), 'null prototype', 'null prototype was thrown'],
    ['a function', function f(): void {}, 'Function', 'Function was thrown'],
    ['a symbol', Symbol('s'), 'Thrown symbol', 'Symbol(s)'],
    [
      'a proxy',
      new Proxy(new Error('x'), { get: () => expect.fail('a trap was run') }),
      'Proxy',
      'a Proxy was thrown',
    ],
    ['an error whose message is a getter', accessor, 'Error', ''],
  ])('%s', (_, thrown, type, message) => {
    const described = describeThrown(thrown)
    expect([described.type, described.message]).toEqual([type, message])
  })

  test('gives what led to it', () => {
    const cause = new Error('first')
    expect(describeThrown(new Error('second', { cause })).cause).toEqual({ value: cause })
    expect(describeThrown(new Error('second', { cause: 0 })).cause).toEqual({ value: 0 })
    expect(describeThrown(new Error('second')).cause).toBeUndefined()
  })

  test('gives some of many errors', () => {
    const errors = Array.from({ length: 50 }, (_, at) => new Error(String(at)))
    expect(describeThrown(new AggregateError(errors)).errors).toEqual(errors.slice(0, 10))
  })
})
