import { describe, expect, expectTypeOf, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import { withContext } from '../../src/local/context.ts'
import { Local } from '../../src/local/local.ts'

describe('a local', () => {
  test('holds names in its context and nowhere else', () => {
    const local = new Local<{ user: string; count: number }>()
    withContext(() => {
      local.set('user', 'ada')
      local.set('count', 2)
      expect(local.get('user')).toBe('ada')
      expect(local.at('count')).toBe(2)
      expect(local.has('count')).toBe(true)
      expect([...local]).toEqual([
        ['user', 'ada'],
        ['count', 2],
      ])
      expect(local.delete('user')).toBe(true)
      expect(local.delete('user')).toBe(false)
      expect(() => local.at('user')).toThrow(KeyError)
    })
    expect(local.has('count')).toBe(false)
    expect(local.get('count')).toBeUndefined()
    expect(local.delete('count')).toBe(false)
    expect([...local]).toEqual([])
  })

  test('keeps names apart from those of other locals, and from what every object has', () => {
    const [one, two] = [new Local(), new Local()]
    withContext(() => {
      one.set('__proto__', 1)
      expect(one.get('__proto__')).toBe(1)
      expect(two.get('__proto__')).toBeUndefined()
      expect(two.has('constructor')).toBe(false)
    })
  })

  test('is typed by its names', () => {
    const local = new Local<{ user: { name: string } }>()
    expectTypeOf(local.get('user')).toEqualTypeOf<{ name: string } | undefined>()
    expectTypeOf(() => local.at('user')).returns.toEqualTypeOf<{ name: string }>()
    expectTypeOf(() => local.proxy('user').name).returns.toEqualTypeOf<string>()
    // @ts-expect-error -- no such name
    local.get('other')
    // @ts-expect-error -- another type
    const wrong = (): void => local.set('user', 1)
    expect(wrong).toThrow('Expected a context')
  })

  test('gives a stand-in for a name', () => {
    const local = new Local<{ user: { name: string } }>()
    const user = local.proxy('user', { unboundMessage: 'Expected a user' })
    expect(() => user.name).toThrow('Expected a user')
    withContext(() => {
      local.set('user', { name: 'ada' })
      expect(user.name).toBe('ada')
    })
  })
})
