import type { FileSource } from '../datastructures/file-storage.ts'
import { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'

/** The fields of a form: a record of values or lists, pairs, or a dictionary with several values for a key. */
export type FormInit =
  | Readonly<Record<string, unknown>>
  | Iterable<readonly [name: string, value: unknown]>
  | ReadonlyMultiDict<unknown>

/** A file with its name and perhaps its type. */
export type FileTuple = readonly [file: FileSource, filename: string | null, contentType?: string | null]

/**
 * Whether a value is the content of a file: bytes or a stream.
 *
 * @example
 * assert.equal(isFileSource(new Uint8Array(1)), true)
 * assert.equal(isFileSource('text'), false)
 */
export function isFileSource(value: unknown): value is FileSource {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Uint8Array || value instanceof Blob || value instanceof ReadableStream) return true
  return 'readline' in value
}

/**
 * Whether a value is a file with its name: a list that begins with bytes or a stream, and text.
 *
 * @example
 * assert.equal(isFileTuple([new Uint8Array(1), 'a.txt']), true)
 * assert.equal(isFileTuple([new Uint8Array(1), new Uint8Array(1)]), false)
 */
export function isFileTuple(value: unknown): value is FileTuple {
  if (!Array.isArray(value) || value.length < 2 || !isFileSource(value[0])) return false
  return value[1] === null || typeof value[1] === 'string'
}

/**
 * The fields of a form one by one: one for each value of a list, unless the list is a file with its name.
 *
 * @example
 * assert.deepEqual([...formItems({ a: ['1', '2'], b: 3 })], [['a', '1'], ['a', '2'], ['b', 3]])
 */
export function* formItems(form: FormInit): Iterable<readonly [name: string, value: unknown]> {
  if (form instanceof ReadonlyMultiDict) yield* form.items({ multi: true })
  else if (Symbol.iterator in form) yield* form as Iterable<readonly [string, unknown]>
  else {
    for (const [name, value] of Object.entries(form)) {
      if (!Array.isArray(value) || isFileTuple(value)) yield [name, value]
      else for (const one of value as unknown[]) yield [name, one]
    }
  }
}
