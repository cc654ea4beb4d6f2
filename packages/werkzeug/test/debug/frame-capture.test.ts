import { AsyncLocalStorage } from 'node:async_hooks'
import { NotFound } from '../../src/exceptions/client-errors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capturedFrames, newRequest, startCapture, withCapture } from '../../src/debug/frame-capture.ts'
import { CAN_EVALUATE } from './code-generation.ts'

const caught = async (action: () => unknown): Promise<unknown> => {
  try {
    await action()
  } catch (error) {
    return error
  }
  return undefined
}

// Frames evaluate code that comes as text, and are refused where that is off.
describe.skipIf(!CAN_EVALUATE)('captured frames', () => {
  let stop: () => Promise<void>
  beforeAll(async () => {
    stop = await startCapture()
  })
  afterAll(async () => stop())

  test('evaluate in the scopes of all functions of the stack, after it is gone', async () => {
    const request = newRequest()
    const inner = (given: number): never => {
      const deep = { given }
      throw new Error(`at ${deep.given}`)
    }
    const outer = (): void => {
      const local = 'outer'
      inner(local.length)
    }
    const error = await withCapture(request, async () => caught(outer))
    const [first, second] = capturedFrames(error, request)
    expect(first!.name).toBe('inner')
    expect(first!.evaluate!('deep.given + given')).toBe(10)
    expect(first!.evaluate!('deep.given = 7; deep.given')).toBe(7)
    expect(second!.evaluate!('local')).toBe('outer')
    expect(first!.scopes.find(({ type }) => type === 'local')!.values).toMatchObject({ given: 5 })
  })

  test('are those up to the last await', async () => {
    const request = newRequest()
    const inner = async (): Promise<never> => {
      const after = 'awaited'
      await Promise.resolve()
      if (after) throw new Error('late')
      return undefined as never
    }
    const outer = async (): Promise<void> => {
      await inner()
    }
    const error = await withCapture(request, async () => caught(outer))
    const frames = capturedFrames(error, request)
    expect(frames[0]!.evaluate!('after')).toBe('awaited')
    expect(frames.map(({ name }) => name)).not.toContain('outer')
  })

  test.each(['text', 42, null, undefined, Symbol.iterator])(
    'of %o, which has no identity',
    async (thrown) => {
      const request = newRequest()
      const error = await withCapture(request, async () =>
        caught(() => {
          const local = 1
          if (local > 0) throw thrown
        }),
      )
      expect(error).toBe(thrown)
      expect(capturedFrames(error, request)[0]!.evaluate!('local')).toBe(1)
      expect(capturedFrames('something else', request)).toEqual([])
      expect(capturedFrames(error, newRequest())).toEqual([])
    },
  )

  test('of an error that is thrown on are the first ones', async () => {
    const request = newRequest()
    const error = await withCapture(request, async () =>
      caught(() => {
        try {
          const first = 'first'
          if (first) throw new Error('x')
        } catch (again) {
          const second = 'second'
          if (second) throw again
        }
      }),
    )
    expect(capturedFrames(error, request)[0]!.evaluate!('first')).toBe('first')
  })

  test('are in the asynchronous context of the throw', async () => {
    const storage = new AsyncLocalStorage<string>()
    const error = await withCapture(newRequest(), async () =>
      storage.run('of the request', async () => caught(() => Promise.reject(fail()))),
    )
    function fail(): Error {
      throw new Error('x')
    }
    const [frame] = capturedFrames(error)
    expect(storage.getStore()).toBeUndefined()
    expect(frame!.inContext(() => storage.getStore())).toBe('of the request')
  })

  test.each<[name: string, error: () => Error]>([
    ['an HTTP exception', () => new NotFound()],
    ['one of another package', () => Object.assign(new Error('404'), { application: () => [] })],
  ])('there are none of %s', async (_, make) => {
    const request = newRequest()
    const error = await withCapture(request, async () =>
      caught(() => {
        throw make()
      }),
    )
    expect(capturedFrames(error, request)).toEqual([])
  })

  test('there are none outside of requests', async () => {
    const error = await caught(() => {
      throw new Error('x')
    })
    expect(capturedFrames(error)).toEqual([])
  })

  test('several users share one worker; the last one ends it', async () => {
    const other = await startCapture()
    await other()
    await other()
    const error = await withCapture(newRequest(), async () =>
      caught(() => {
        throw new Error('x')
      }),
    )
    expect(capturedFrames(error).length).toBeGreaterThan(0)
  })
})

test.skipIf(CAN_EVALUATE)(
  'are refused with a reason (only with --disallow-code-generation-from-strings)',
  async () => {
    await expect(startCapture()).rejects.toThrow('--disallow-code-generation-from-strings')
  },
)
