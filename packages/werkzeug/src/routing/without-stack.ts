/**
 * Makes an error without a stack: for answers such as 404, which are no fault, so that nobody asks where they came from.
 * A stack is most of what an error costs, and scanners ask for thousands of paths that are not there.
 *
 * @example
 * const error = withoutStack(() => new Error('not found'))
 * assert.equal(error.stack, 'Error: not found')
 */
export function withoutStack<E extends Error>(make: () => E): E {
  // V8's and JavaScriptCore's; elsewhere it says nothing.
  const limit: unknown = Reflect.get(Error, 'stackTraceLimit')
  // Where the built-in objects are frozen, the stack is made after all.
  Reflect.set(Error, 'stackTraceLimit', 0)
  try {
    return make()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', limit)
  }
}
