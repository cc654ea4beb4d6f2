import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  newContext,
  NoContextError,
  readValue,
  runIn,
  withContext,
  writeValue,
} from '../../src/local/context.ts'
import { Local } from '../../src/local/local.ts'

describe('a context', () => {
  test('refuses what would be everybody\u2019s', () => {
    expect(() => writeValue({}, 1)).toThrow(NoContextError)
    expect(readValue({})).toBeUndefined()
  })

  test('begins with what the one around it holds, and lets nothing out', async () => {
    const local = new Local<{ value: number }>()
    await withContext(async () => {
      local.set('value', 1)
      const task = withContext(async () => {
        expect(local.get('value')).toBe(1)
        await sleep(1)
        local.set('value', 2)
        await sleep(1)
        return local.get('value')
      })
      local.set('value', 3)
      expect(await task).toBe(2)
      expect(local.get('value')).toBe(3)
    })
  })

  test('is shared with what is merely called, as in Python', async () => {
    const local = new Local<{ value: number }>()
    await withContext(async () => {
      const child = async (): Promise<void> => {
        await sleep(1)
        local.set('value', 1)
      }
      await child()
      expect(local.get('value')).toBe(1)
    })
  })

  test('is the same for tasks at the same time, each in its own', async () => {
    const local = new Local<{ value: number }>()
    const task = (value: number) => async (): Promise<number | undefined> => {
      local.set('value', value)
      await sleep(value % 3)
      return local.get('value')
    }
    const numbers = Array.from({ length: 20 }, (_, value) => value)
    expect(await Promise.all(numbers.map((value) => withContext(task(value))))).toEqual(numbers)
  })

  test('can be entered again', () => {
    const local = new Local<{ value: number }>()
    const context = newContext()
    runIn(context, () => local.set('value', 1))
    expect(local.get('value')).toBeUndefined()
    expect(runIn(context, () => local.get('value'))).toBe(1)
  })
})
