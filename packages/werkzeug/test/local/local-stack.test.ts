import { describe, expect, test } from 'vitest'
import { withContext } from '../../src/local/context.ts'
import { LocalStack } from '../../src/local/local-stack.ts'

describe('a local stack', () => {
  test('is empty at first and at last', () => {
    const stack = new LocalStack<number>()
    withContext(() => {
      expect(stack.top).toBeNull()
      expect(stack.pop()).toBeNull()
      expect(stack.push(23)).toEqual([23])
      expect(stack.push(42)).toEqual([23, 42])
      expect(stack.top).toBe(42)
      expect(stack.pop()).toBe(42)
      expect(stack.pop()).toBe(23)
      expect(stack.top).toBeNull()
    })
  })

  test('is no one else\u2019s', () => {
    const stack = new LocalStack<number>()
    withContext(() => {
      stack.push(1)
      withContext(() => {
        stack.push(2)
        expect(stack.top).toBe(2)
      })
      expect(stack.top).toBe(1)
    })
    expect(stack.top).toBeNull()
  })

  test('gives a stand-in for its top', () => {
    const stack = new LocalStack<{ id: number }>()
    const top = stack.proxy()
    withContext(() => {
      stack.push({ id: 1 })
      stack.push({ id: 2 })
      expect(top.id).toBe(2)
      stack.pop()
      expect(top.id).toBe(1)
      stack.pop()
      expect(() => top.id).toThrow('bound object')
    })
  })
})
