import { tokenEnd } from '@triptych/raw/http'

/** An element that was read: its value and where it ends. */
export interface Read<T> {
  readonly value: T
  readonly end: number
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/**
 * Where the blanks end: OWS, RFC 7230 section 3.2.3.
 *
 * @example
 * assert.equal(blanksEnd('  \tq=1', 0), 3)
 */
export function blanksEnd(text: string, start: number): number {
  let at = start
  while (isBlank(text.charCodeAt(at))) at++
  return at
}

/**
 * A list with empty elements, by RFC 7230 section 7:
 *
 *     #element  = [ ( "," / element ) *( OWS "," [ OWS element ] ) ]
 *     1#element = *( "," OWS ) element *( OWS "," [ OWS element ] )
 *
 * One line feed at the end is passed over, as Python's `$` does. `undefined` when it is no such list. Linear when `read`
 * is.
 *
 * @example
 * const values = readList('a,, b;q=0.5', readWeighted, false)
 * assert.deepEqual(values, [['a', 1], ['b', 0.5]])
 * assert.equal(readList('a b', readWeighted, false), undefined)
 */
export function readList<T>(
  text: string,
  read: (text: string, at: number) => Read<T> | undefined,
  isOptional: boolean,
): T[] | undefined {
  const end = text.endsWith('\n') ? text.length - 1 : text.length
  const items: T[] = []
  let at = 0
  if (end === 0) return isOptional ? items : undefined
  if (!isOptional) {
    while (text[at] === ',') at = blanksEnd(text, at + 1)
    const first = read(text, at)
    if (!first) return undefined
    items.push(first.value)
    at = first.end
  } else if (text[at] === ',') at++
  else {
    const first = read(text, at)
    if (!first) return undefined
    items.push(first.value)
    at = first.end
  }
  while (at < end) {
    const comma = blanksEnd(text, at)
    if (text[comma] !== ',') return undefined
    at = comma + 1
    const start = blanksEnd(text, at)
    const item = start < end && text[start] !== ',' ? read(text, start) : undefined
    if (!item) continue
    items.push(item.value)
    at = item.end
  }
  return at === end ? items : undefined
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** `qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )`: where it ends, or -1. RFC 7231 section 5.3.1. */
function qvalueEnd(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first !== 0x30 && first !== 0x31) return -1
  let at = start + 1
  if (text[at] !== '.') return at
  at++
  for (let digits = 0; digits < 3; digits++, at++) {
    const code = text.charCodeAt(at)
    if (first === 0x30 ? !isDigit(code) : code !== 0x30) break
  }
  return at
}

/**
 * `weight = OWS ";" OWS "q=" qvalue`, `undefined` when there is none here.
 *
 * @example
 * assert.deepEqual(readWeight(' ; q=0.5', 0), { value: 0.5, end: 8 })
 * assert.equal(readWeight(';q=2', 0), undefined)
 */
export function readWeight(text: string, start: number): Read<number> | undefined {
  const semicolon = blanksEnd(text, start)
  if (text[semicolon] !== ';') return undefined
  const q = blanksEnd(text, semicolon + 1)
  if ((text[q] !== 'q' && text[q] !== 'Q') || text[q + 1] !== '=') return undefined
  const end = qvalueEnd(text, q + 2)
  return end < 0 ? undefined : { value: Number(text.slice(q + 2, end)), end }
}

/** An item with its weight. */
export type Weighted = readonly [item: string, q: number]

/**
 * `( charset / codings ) [ weight ]`.
 *
 * @example
 * assert.deepEqual(readWeighted('gzip;q=0.5', 0), { value: ['gzip', 0.5], end: 10 })
 */
export function readWeighted(text: string, start: number): Read<Weighted> | undefined {
  return weighted(text, start, tokenEnd(text, start))
}

/**
 * An item that ends there, with its weight.
 *
 * @example
 * assert.deepEqual(weighted('en, de', 0, 2), { value: ['en', 1], end: 2 })
 */
export function weighted(text: string, start: number, end: number): Read<Weighted> | undefined {
  if (end === start) return undefined
  const weight = readWeight(text, end)
  return { value: [text.slice(start, end), weight?.value ?? 1], end: weight?.end ?? end }
}

const isAlpha = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a

/**
 * `language-range = ( 1*8ALPHA *( "-" 1*8alphanum ) ) / "*"`, RFC 4647 section 2.1, with its weight.
 *
 * @example
 * assert.deepEqual(readLanguage('en-GB;q=0.5', 0), { value: ['en-GB', 0.5], end: 11 })
 * assert.equal(readLanguage('1e', 0), undefined)
 */
export function readLanguage(text: string, start: number): Read<Weighted> | undefined {
  if (text[start] === '*') return weighted(text, start, start + 1)
  let at = start
  while (isAlpha(text.charCodeAt(at)) && at - start < 8) at++
  if (at === start) return undefined
  while (text[at] === '-') {
    let end = at + 1
    while ((isAlpha(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) && end - at <= 8) end++
    if (end === at + 1) break
    at = end
  }
  return weighted(text, start, at)
}

/** As many texts are remembered, at most so long. */
const MEMO_SIZE = 256
const MEMO_LENGTH = 1024

/**
 * Remembers what short texts were read as: clients send the same few again and again. What is given must not change.
 *
 * @example
 * let calls = 0
 * const length = memoised((text: string) => (calls++, text.length))
 * assert.equal(length('abc') + length('abc'), 6)
 * assert.equal(calls, 1)
 */
export function memoised<T>(read: (text: string) => T): (text: string) => T {
  let memo = new Map<string, T>()
  return (text) => {
    const known = memo.get(text)
    if (known !== undefined) return known
    const value = read(text)
    if (text.length <= MEMO_LENGTH) {
      // A new map: one that is emptied again and again makes texts that never come back four times as dear.
      if (memo.size >= MEMO_SIZE) memo = new Map()
      memo.set(text, value)
    }
    return value
  }
}
