import { call } from '@triptych/raw/testing'
import type { Application } from '@triptych/raw'
import { expect, expectTypeOf, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import {
  abort,
  Aborter,
  defaultExceptions,
  HTTPException,
  type HTTPExceptionClass,
  MethodNotAllowed,
  NotFound,
  Unauthorized,
} from '../../src/exceptions/index.ts'

/** What a function throws. */
function thrown(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

test.each([...defaultExceptions])('%i', (code, Class) => {
  expect(thrown(() => abort(code))).toBeInstanceOf(Class)
})

test.each([0, 200, 402, 599, 999])('%i has no exception', (code) => {
  expect(() => abort(code)).toThrow(KeyError)
})

test('arguments go to the exception', () => {
  expect(thrown(() => abort(404, 'Nothing.'))).toMatchObject({ description: 'Nothing.' })
  expect(thrown(() => abort(405, ['GET']))).toMatchObject({ validMethods: ['GET'] })
  expectTypeOf(abort).returns.toEqualTypeOf<never>()
})

test('an application is the answer', async () => {
  const app: Application = (_environ, startResponse) => {
    startResponse('204 No Content', [])
    return []
  }
  const error = thrown(() => abort({ application: app })) as HTTPException
  expect(error).toBeInstanceOf(HTTPException)
  expect(error.code).toBeNull()
  expect((await call(error, '/')).code).toBe(204)
})

test('a table of one’s own', () => {
  class PaymentRequired extends HTTPException {
    static override readonly code: number = 402
  }
  const extra: [number, HTTPExceptionClass][] = [
    [402, PaymentRequired],
    [401, NotFound],
  ]
  const { mapping } = new Aborter(defaultExceptions, extra)
  expect(mapping.get(402)).toBe(PaymentRequired)
  expect(mapping.get(401)).toBe(NotFound)
  expect(mapping.get(405)).toBe(MethodNotAllowed)
  expect(defaultExceptions.get(401)).toBe(Unauthorized)
  const only = new Aborter([[402, PaymentRequired]])
  expect(() => only.abort(402)).toThrow(PaymentRequired)
  expect(() => only.abort(404)).toThrow(KeyError)
})
