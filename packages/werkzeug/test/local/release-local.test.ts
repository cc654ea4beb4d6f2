import { expect, test } from 'vitest'
import { withContext } from '../../src/local/context.ts'
import { LocalStack } from '../../src/local/local-stack.ts'
import { Local } from '../../src/local/local.ts'
import { releaseLocal } from '../../src/local/release-local.ts'

test('a local is released in the current context only', () => {
  const local = new Local<{ a: number }>()
  const stack = new LocalStack<string>()
  withContext(() => {
    local.set('a', 1)
    stack.push('x')
    withContext(() => {
      releaseLocal(local)
      releaseLocal(stack)
      expect(local.has('a')).toBe(false)
      expect(stack.top).toBeNull()
    })
    expect(local.get('a')).toBe(1)
    expect(stack.top).toBe('x')
  })
  expect(() => releaseLocal(local)).not.toThrow()
})
