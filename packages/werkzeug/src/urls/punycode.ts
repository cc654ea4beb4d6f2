/** The parameters of RFC 3492 section 5. */
const BASE = 36
const TMIN = 1
const TMAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_N = 128

const HYPHEN = 0x2d

/** How far the bias moves after each code point, RFC 3492 section 6.1. */
function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((BASE - TMIN) * TMAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - TMIN))
  return k + Math.floor(((BASE - TMIN + 1) * rest) / (rest + SKEW))
}

const threshold = (k: number, bias: number): number => (k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias)

/** `a` to `z` are 0 to 25, `0` to `9` are 26 to 35. */
const digitOf = (value: number): string => String.fromCharCode(value < 26 ? value + 0x61 : value + 22)

function valueOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 22
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x61 : -1
}

/**
 * Writes text with ASCII letters, digits and hyphens only, RFC 3492 section 6.3, without the prefix `xn--`. The time is
 * quadratic in the length: meant for a label of a host name, whose length the caller bounds.
 *
 * @example
 * assert.equal(encodePunycode('b\xfccher'), 'bcher-kva')
 */
export function encodePunycode(text: string): string {
  const points = Array.from(text, (char) => char.codePointAt(0) as number)
  let encoded = points
    .filter((point) => point < INITIAL_N)
    .map((point) => String.fromCharCode(point))
    .join('')
  let handled = encoded.length
  const basic = handled
  if (basic > 0) encoded += '-'
  let delta = 0
  let bias = INITIAL_BIAS
  for (let n = INITIAL_N; handled < points.length; n++) {
    let next = Number.POSITIVE_INFINITY
    for (const point of points) if (point >= n && point < next) next = point
    delta += (next - n) * (handled + 1)
    n = next
    for (const point of points) {
      if (point < n) delta++
      if (point !== n) continue
      encoded += variableLength(delta, bias)
      bias = adapt(delta, handled + 1, handled === basic)
      delta = 0
      handled++
    }
    delta++
  }
  return encoded
}

/** A number in the digits of RFC 3492 section 3.3, least one first. */
function variableLength(value: number, bias: number): string {
  let digits = ''
  let rest = value
  for (let k = BASE; ; k += BASE) {
    const t = threshold(k, bias)
    if (rest < t) return digits + digitOf(rest)
    digits += digitOf(t + ((rest - t) % (BASE - t)))
    rest = Math.floor((rest - t) / (BASE - t))
  }
}

/**
 * Reads what {@link encodePunycode} writes, RFC 3492 section 6.2.
 *
 * @returns `undefined` for text that no encoder writes: other characters, a number cut short, a code point above U+10FFFF
 * @example
 * assert.equal(decodePunycode('bcher-kva'), 'b\xfccher')
 * assert.equal(decodePunycode('\xfc'), undefined)
 */
export function decodePunycode(text: string): string | undefined {
  const delimiter = text.lastIndexOf('-')
  const points: number[] = []
  for (let at = 0; at < delimiter; at++) {
    const code = text.charCodeAt(at)
    if (code >= INITIAL_N) return undefined
    points.push(code)
  }
  let n = INITIAL_N
  let i = 0
  let bias = INITIAL_BIAS
  for (let at = delimiter < 0 ? 0 : delimiter + 1; at < text.length;) {
    const before = i
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = at < text.length ? valueOf(text.charCodeAt(at++)) : -1
      if (digit < 0) return undefined
      i += digit * weight
      const t = threshold(k, bias)
      if (digit < t) break
      weight *= BASE - t
      if (i > 0x7fffffff || weight > 0x7fffffff) return undefined
    }
    const length = points.length + 1
    bias = adapt(i - before, length, before === 0)
    n += Math.floor(i / length)
    if (n > 0x10ffff) return undefined
    i %= length
    points.splice(i++, 0, n)
  }
  return text.charCodeAt(0) === HYPHEN && delimiter === 0 && points.length === 0
    ? undefined
    : String.fromCodePoint(...points)
}
