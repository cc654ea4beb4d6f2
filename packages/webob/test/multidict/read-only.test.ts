import { describe, expect, expectTypeOf, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import { MultiDict, NestedMultiDict, NoVars, type ReadonlyMultiDict } from '../../src/multidict/index.ts'

const both = new NestedMultiDict(new MultiDict([['a', '1']]))

describe.each<[name: string, dict: ReadonlyMultiDict]>([
  ['NestedMultiDict', both],
  ['NoVars', new NoVars()],
])('%s cannot be changed', (name, dict) => {
  test.each(['set', 'add', 'delete', 'clear', 'setdefault', 'pop', 'popitem', 'update', 'extend'])(
    '%s',
    (method) => {
      const change = Reflect.get(dict, method) as (key: string, value: string) => void
      expect(() => change.call(dict, 'a', '1')).toThrow(
        new KeyError('a', `Expected a dictionary that can be changed for ${method}(), ${name} is read-only`),
      )
      expect(method in dict).toBe(true)
      expect(Object.keys(dict)).not.toContain(method)
    },
  )

  test('which the compiler knows', () => {
    expectTypeOf<NestedMultiDict>().not.toHaveProperty('set')
    expectTypeOf<NoVars>().not.toHaveProperty('add')
    expectTypeOf(both).toExtend<ReadonlyMultiDict>()
    expectTypeOf<NoVars>().toExtend<ReadonlyMultiDict>()
  })
})
