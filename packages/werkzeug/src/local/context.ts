import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * The values of all variables in one context. The map is never changed, only replaced: a context that was made of this one
 * goes on with the map as it was.
 */
export interface Context {
  values: ReadonlyMap<object, unknown>
}

const storage = new AsyncLocalStorage<Context>()
const NO_VALUES: ReadonlyMap<object, unknown> = new Map()

/**
 * Writing to a local where there is no context to write to.
 *
 * @example
 * import { Local } from '@triptych/werkzeug/local'
 * assert.throws(() => new Local().set('user', 'ada'), { code: 'ERR_NO_CONTEXT' })
 */
export class NoContextError extends Error {
  override readonly name = 'NoContextError'
  readonly code = 'ERR_NO_CONTEXT'

  constructor() {
    super(
      'Expected a context to write to: wrap the application by LocalManager.middleware, or call withContext',
    )
  }
}

/**
 * Calls a function in a context of its own, Python's `copy_context().run`. It begins with what the one around it holds;
 * what the function, and all that it starts, writes to locals stays inside.
 *
 * A plain call, awaited or not, shares the context of its caller, as in Python. A task that runs beside its caller gets one
 * of its own by this function, as Python's `create_task` gives it.
 *
 * @example
 * import { Local } from '@triptych/werkzeug/local'
 * const local = new Local()
 * await withContext(async () => {
 *   local.set('user', 'ada')
 *   await withContext(async () => local.set('user', 'grace'))
 *   assert.equal(local.get('user'), 'ada')
 * })
 * assert.equal(local.get('user'), undefined)
 */
export function withContext<T>(run: () => T): T {
  return storage.run(newContext(), run)
}

/**
 * A context that begins with what the current one holds, to be entered more than once by {@link runIn}.
 *
 * @example
 * const context = newContext()
 * assert.equal(runIn(context, () => 1), 1)
 */
export function newContext(): Context {
  return { values: storage.getStore()?.values ?? NO_VALUES }
}

/**
 * Calls a function in a context that exists already.
 *
 * @example
 * const [context, key] = [newContext(), {}]
 * runIn(context, () => writeValue(key, 1))
 * assert.equal(runIn(context, () => readValue(key)), 1)
 */
export function runIn<T>(context: Context, run: () => T): T {
  return storage.run(context, run)
}

/**
 * The value of a variable in the current context; a variable is any object.
 *
 * @example
 * assert.equal(readValue({}), undefined)
 */
export function readValue(variable: object): unknown {
  return storage.getStore()?.values.get(variable)
}

/**
 * Sets a variable in the current context; `undefined` removes it.
 *
 * @throws NoContextError outside of any context, where the value would be everybody's
 * @example
 * const variable = {}
 * withContext(() => {
 *   writeValue(variable, 1)
 *   assert.equal(readValue(variable), 1)
 * })
 */
export function writeValue(variable: object, value: unknown): void {
  const context = storage.getStore()
  if (context === undefined) throw new NoContextError()
  const values = new Map(context.values)
  if (value === undefined) values.delete(variable)
  else values.set(variable, value)
  context.values = values
}
