import * as exceptions from '@triptych/werkzeug/exceptions'
import type { HTTPException, HTTPExceptionOptions } from '@triptych/werkzeug/exceptions'
import type { Bindings, Deviation } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

type Kwargs = Record<string, unknown>
type Make = (args: unknown[], kwargs: Kwargs) => HTTPException

/** What stands before `description` in the constructors of some classes; everything behind it is an option. */
const FIRST: Record<string, readonly string[]> = {
  BadRequestKeyError: ['arg'],
  MethodNotAllowed: ['validMethods'],
  RequestedRangeNotSatisfiable: ['length', 'units'],
}
const LAST: Record<string, readonly string[]> = {
  InternalServerError: ['originalException'],
  ServiceUnavailable: ['retryAfter'],
  TooManyRequests: ['retryAfter'],
  Unauthorized: ['wwwAuthenticate'],
}

/** Makes an exception from Python's arguments: each may be given by place or by name. */
const maker =
  (name: string, Class: ExceptionClass): Make =>
  (args, kwargs) => {
    const first = FIRST[name] ?? []
    const names = [...first, 'description', 'response', ...(LAST[name] ?? [])]
    const given: Kwargs = { ...kwargs }
    args.forEach((value, at) => (given[names[at]!] = value))
    const options = Object.fromEntries(
      names.slice(first.length + 1).flatMap((key) => (key in given ? [[key, given[key]]] : [])),
    ) as HTTPExceptionOptions
    const positional = [...first, 'description'].map((key) => given[key])
    return new Class(...([...positional, options] as never[]))
  }

type ExceptionClass = new (...args: never[]) => HTTPException

const isExceptionClass = (value: unknown): value is ExceptionClass =>
  value === exceptions.HTTPException ||
  (typeof value === 'function' && value.prototype instanceof exceptions.HTTPException)

const deviations: readonly Deviation[] = [
  {
    name: 'exception-without-code',
    reason:
      'An exception that has neither a status nor a response is a mistake of the server: it answers with 500. The original makes a 200 of it.',
    applies: (vector) =>
      vector['new'] === 'HTTPException' &&
      isJson(vector['wire']) &&
      !('response' in (vector['kwargs'] as Json)) &&
      (vector['args'] as unknown[]).length < 2,
    expected: (vector) => ({
      ...vector,
      wire: { ...(vector['wire'] as Json), status: '500 UNKNOWN ERROR' },
    }),
  },
]

export const bindings: Bindings = {
  calls: {
    abort: ([status, ...args]: [number, ...unknown[]]) => exceptions.abort(status, ...args),
  },
  create: Object.fromEntries(
    Object.entries(exceptions).flatMap(([name, value]: [string, unknown]) =>
      isExceptionClass(value) ? [[name, maker(name, value)]] : [],
    ),
  ),
  describe: (value) =>
    value instanceof exceptions.HTTPException
      ? { $exc: value.constructor.name, status: value.code }
      : undefined,
  deviations,
}
