/** What `get` takes besides the key. */
export interface GetOptions<V, T, D> {
  /** Makes something of the value; when it throws the default is given. */
  readonly type?: ((value: V) => T) | undefined
  /** Given when there is no value, or none that `type` takes. Default: undefined. */
  readonly default?: D
}

/**
 * A value as `get` gives it: converted when it is asked for, the default when that fails.
 *
 * @example
 * const options = { type: (text: string) => BigInt(text), default: 0n }
 * assert.equal(converted('12', options), 12n)
 * assert.equal(converted('x', options), 0n)
 */
export function converted<V, T, D>(value: V, options: GetOptions<V, T, D>): V | T | D | undefined {
  const { type } = options
  if (!type) return value
  try {
    return type(value)
  } catch {
    return options.default
  }
}
