import { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'

/** The fields of a form: a record of values or lists, pairs, or a dictionary with several values for a key. */
export type FormInit =
  | Readonly<Record<string, unknown>>
  | Iterable<readonly [name: string, value: unknown]>
  | ReadonlyMultiDict<unknown>

/**
 * The fields of a form one by one: one for each value of a list.
 *
 * @example
 * assert.deepEqual([...formItems({ a: ['1', '2'], b: 3 })], [['a', '1'], ['a', '2'], ['b', 3]])
 */
export function* formItems(form: FormInit): Iterable<readonly [name: string, value: unknown]> {
  if (form instanceof ReadonlyMultiDict) yield* form.items({ multi: true })
  else if (Symbol.iterator in form) yield* form as Iterable<readonly [string, unknown]>
  else {
    for (const [name, value] of Object.entries(form)) {
      if (!Array.isArray(value)) yield [name, value]
      else for (const one of value as unknown[]) yield [name, one]
    }
  }
}
