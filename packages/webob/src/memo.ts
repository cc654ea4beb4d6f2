import type { Environ } from '@triptych/raw'

/**
 * What has been read out of an environ, kept with it: two requests on one environ read it once. Each part says itself what
 * it was read from. One object under one key, since each key that is added to an environ costs microseconds on Node 20.
 *
 * @example
 * const environ = {}
 * assert.equal(new Memo(environ).isOf(environ), true)
 */
export class Memo {
  /** The dictionary of the query, and the text that it was read from or written as. */
  query: readonly [dictionary: unknown, text: string] | undefined
  /** The cookies, and the field that they come from. */
  cookies: readonly [cookies: ReadonlyMap<string, string>, field: string] | undefined
  /** The response that goes with the request within `wsgify`. */
  response: unknown
  readonly #environ: object

  constructor(environ: object) {
    this.#environ = environ
  }

  /** Whether it is about this environ, and not about one that this one is a copy of. */
  isOf(environ: object): boolean {
    return this.#environ === environ
  }
}

/** An environ, or as much of one as there is. */
type Remembering = Pick<Environ, 'triptych.memo'>

/**
 * The memo of an environ, made when there is none. A copied environ gets one of its own.
 *
 * @example
 * const environ = {}
 * assert.equal(memoOf(environ), memoOf(environ))
 * assert.notEqual(memoOf({ ...environ }), memoOf(environ))
 */
export function memoOf(environ: Remembering): Memo {
  const known = environ['triptych.memo']?.['webob'] as Memo | undefined
  if (known?.isOf(environ)) return known
  const memo = new Memo(environ)
  environ['triptych.memo'] = { ...environ['triptych.memo'], webob: memo }
  return memo
}
