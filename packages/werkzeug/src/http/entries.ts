/** A dictionary of any kind. */
export interface Entries {
  get(key: string): unknown
  entries(): Iterable<readonly [key: string, value: unknown]>
}

/**
 * The pairs of a dictionary or an object.
 *
 * @example
 * assert.deepEqual([...entriesOf({ a: 1 })], [['a', 1]])
 * assert.deepEqual([...entriesOf(new Map([['a', 1]]))], [['a', 1]])
 */
export function entriesOf(
  items: Entries | Readonly<Record<string, unknown>>,
): Iterable<readonly [string, unknown]> {
  return isEntries(items) ? items.entries() : Object.entries(items)
}

/**
 * Whether something is a dictionary, and neither a list nor an object.
 *
 * @example
 * assert.equal(isEntries(new Map()), true)
 * assert.equal(isEntries(['a']), false)
 */
export function isEntries(items: object): items is Entries {
  return (
    'entries' in items &&
    'get' in items &&
    typeof items.entries === 'function' &&
    typeof items.get === 'function'
  )
}
