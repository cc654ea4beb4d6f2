/** How often PBKDF2 hashes unless told otherwise, `werkzeug.security.DEFAULT_PBKDF2_ITERATIONS`. */
export const DEFAULT_PBKDF2_ITERATIONS = 1_000_000

/** What a password hash may cost; a hash from elsewhere could ask for more than the machine has. */
export interface HashLimits {
  /** The most bytes of memory that scrypt may take: 128 n r. 256 MiB by default, eight times what is usual. */
  maxMemory?: number
  /** The most work, as a multiple of what the default method costs (n r p of scrypt, iterations of PBKDF2). 16 by default. */
  maxWork?: number
}

/** A method of hashing with its parameters. */
export type HashMethod =
  | { readonly name: 'scrypt'; readonly n: number; readonly r: number; readonly p: number }
  | { readonly name: 'pbkdf2'; readonly hash: string; readonly iterations: number }

const DEFAULT_SCRYPT = { name: 'scrypt', n: 2 ** 15, r: 8, p: 1 } as const

/**
 * A password hash that would cost more than its limits allow.
 *
 * @example
 * assert.equal(new HashCostError('memory', 2048, 1024).code, 'ERR_HASH_COST')
 */
export class HashCostError extends RangeError {
  override readonly name = 'HashCostError'
  readonly code = 'ERR_HASH_COST'
  readonly kind: 'memory' | 'work'
  readonly cost: number
  readonly limit: number

  constructor(kind: 'memory' | 'work', cost: number, limit: number) {
    const unit = kind === 'memory' ? 'bytes of memory' : 'times the work of the default'
    super(`Expected a password hash that takes at most ${limit} ${unit}, got one that takes ${cost}`)
    this.kind = kind
    this.cost = cost
    this.limit = limit
  }
}

/**
 * Reads a method as Werkzeug writes it: `scrypt`, `scrypt:n:r:p`, `pbkdf2`, `pbkdf2:hash` or `pbkdf2:hash:iterations`.
 *
 * @throws SyntaxError for any other text, RangeError for parameters that the method does not have, HashCostError beyond
 * the limits
 * @example
 * assert.deepEqual(parseHashMethod('pbkdf2:sha512'), { name: 'pbkdf2', hash: 'sha512', iterations: 1000000 })
 * assert.throws(() => parseHashMethod('scrypt:1073741824:8:1'), { code: 'ERR_HASH_COST' })
 * assert.throws(() => parseHashMethod('plain'), SyntaxError)
 */
export function parseHashMethod(text: string, limits: HashLimits = {}): HashMethod {
  const [name, ...parameters] = text.split(':')
  if (name === 'scrypt' && parameters.length === 0) return checked(DEFAULT_SCRYPT, limits)
  if (name === 'scrypt' && parameters.length === 3) {
    const [n, r, p] = parameters.map((parameter) => wholeNumber(parameter, text)) as [number, number, number]
    // RFC 7914 section 2 bounds n by the block size.
    if (n < 2 || !Number.isInteger(Math.log2(n)) || n >= 2 ** (16 * r) || r < 1 || p < 1) {
      throw new RangeError(`Expected n to be a power of 2 and r and p to be at least 1, got ${shown(text)}`)
    }
    return checked({ name, n, r, p }, limits)
  }
  if (name === 'pbkdf2' && parameters.length <= 2) {
    const [hash = 'sha256', count] = parameters
    const iterations = count === undefined ? DEFAULT_PBKDF2_ITERATIONS : wholeNumber(count, text)
    if (iterations < 1) throw new RangeError(`Expected at least 1 iteration, got ${shown(text)}`)
    return checked({ name, hash, iterations }, limits)
  }
  throw new SyntaxError(`Expected "scrypt:n:r:p" or "pbkdf2:hash:iterations", got ${shown(text)}`)
}

/**
 * Writes a method with all its parameters, as it stands in a hash.
 *
 * @example
 * assert.equal(formatHashMethod(parseHashMethod('scrypt')), 'scrypt:32768:8:1')
 */
export function formatHashMethod(method: HashMethod): string {
  return method.name === 'scrypt'
    ? `scrypt:${method.n}:${method.r}:${method.p}`
    : `pbkdf2:${method.hash}:${method.iterations}`
}

function wholeNumber(text: string, method: string): number {
  if (!/^[0-9]{1,15}$/.test(text))
    throw new SyntaxError(`Expected numbers as parameters, got ${shown(method)}`)
  return Number(text)
}

function checked(method: HashMethod, { maxMemory = 2 ** 28, maxWork = 16 }: HashLimits): HashMethod {
  if (method.name === 'pbkdf2') {
    const work = method.iterations / DEFAULT_PBKDF2_ITERATIONS
    if (work > maxWork) throw new HashCostError('work', work, maxWork)
    return method
  }
  const { n, r, p } = method
  const memory = 128 * r * (n + p)
  if (memory > maxMemory) throw new HashCostError('memory', memory, maxMemory)
  const work = (n * r * p) / (DEFAULT_SCRYPT.n * DEFAULT_SCRYPT.r)
  if (work > maxWork) throw new HashCostError('work', work, maxWork)
  return method
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 100))
