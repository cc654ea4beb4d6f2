/** Says that the project `no-code-generation` is what it claims to be: workers and strict CSPs forbid `new Function`. */
import { expect, test } from 'vitest'

test('code generation from strings is disallowed', () => {
  const generate = (): unknown => Reflect.construct(Function, ['return 1'])
  expect(generate).toThrow(EvalError)
})
