import { describe, expect, test } from 'vitest'
import { currentObject, isBound, localProxy, UnboundError } from '../../src/local/local-proxy.ts'

class User {
  readonly #name: string
  age = 36
  constructor(name: string) {
    this.#name = name
  }
  get name(): string {
    return this.#name
  }
  greet(word: string): string {
    return `${word}, ${this.#name}`
  }
}

describe('a stand-in', () => {
  test('does to the object what is done to it', () => {
    const user: Partial<User> & Record<string, unknown> = Object.assign(new User('ada'))
    const proxy = localProxy(() => user)
    expect(proxy.name).toBe('ada')
    expect(proxy.greet?.('Hello')).toBe('Hello, ada')
    expect(proxy.greet).toBe(proxy.greet)
    proxy.age = 37
    expect(user.age).toBe(37)
    expect('age' in proxy).toBe(true)
    expect(Object.keys(proxy)).toEqual(['age'])
    expect({ ...proxy }).toEqual({ age: 37 })
    delete proxy.age
    expect('age' in user).toBe(false)
    Object.defineProperty(proxy, 'late', { value: 1, configurable: true })
    expect(user['late']).toBe(1)
    expect(proxy).toBeInstanceOf(User)
    expect(proxy.constructor).toBe(User)
  })

  test.each([
    ['a map', new Map([['a', 1]]), (map: Map<string, number>) => map.get('a')],
    ['a date', new Date(1), (date: Date) => date.getTime()],
    ['a list', [1], (list: number[]) => list.length],
  ] as [string, object, (object: never) => unknown][])(
    'works for %s, whose methods need the very object',
    (_, object, use) => {
      expect(use(localProxy(() => object) as never)).toBe(1)
    },
  )

  test('lists what cannot be changed', () => {
    const proxy = localProxy(() => Object.freeze({ a: 1 }))
    expect(Object.entries(proxy)).toEqual([['a', 1]])
    expect(JSON.stringify(proxy)).toBe('{"a":1}')
    expect(() => Object.assign(proxy, { a: 2 })).toThrow(TypeError)
  })

  test('does not let itself be frozen, nor be of another class', () => {
    const proxy = localProxy(() => ({ a: 1 }))
    expect(() => Object.freeze(proxy)).toThrow(TypeError)
    expect(() => Object.setPrototypeOf(proxy, null)).toThrow(TypeError)
    expect(Reflect.defineProperty(proxy, 'b', { value: 1 })).toBe(false)
  })

  test('is unbound where there is nothing', () => {
    const proxy = localProxy<{ a?: number }>(() => null, { unboundMessage: 'Expected a request' })
    const uses: (() => unknown)[] = [
      () => proxy.a,
      () => (proxy.a = 1),
      () => 'a' in proxy,
      () => Object.keys(proxy),
      () => currentObject(proxy),
      () => proxy instanceof User,
    ]
    for (const use of uses) expect(use).toThrow(UnboundError)
    for (const use of uses) expect(use).toThrow('Expected a request')
    expect(isBound(proxy)).toBe(false)
  })

  test('stands for objects only', () => {
    const proxy = localProxy((() => 1) as unknown as () => { a: number })
    expect(() => proxy.a).toThrow(TypeError)
    expect(isBound(proxy)).toBe(false)
  })

  test('tells its object', () => {
    const object = {}
    expect(currentObject(localProxy(() => object))).toBe(object)
    expect(currentObject(object)).toBe(object)
    expect(isBound(object)).toBe(true)
  })
})
