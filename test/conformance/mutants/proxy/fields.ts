import type { Faults } from './proxy-fault.ts'

/** Fields as they came: name, value, name, value. */
export type RawFields = readonly string[]

const HOP = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
])
/** Fields that say where a message goes and where it ends are not for Connection to name. */
const NEEDED = new Set(['content-length', 'host', 'transfer-encoding', 'x-forwarded-for'])

/** What a request line and its connection add to the fields. */
export interface RequestSide {
  readonly version: string
  readonly client: string
  /** The Host of a forward proxy's request; `undefined` leaves it. */
  readonly host: string | undefined
  readonly maxForwards: number | undefined
}

/** The fields of a request as the backend gets them. */
export function requestFields(raw: RawFields, side: RequestSide, faults: Faults): string[] {
  const pairs = pairsOf(raw)
  const nominated = nominatedIn(pairs)
  const kept = pairs.filter(([name]) => {
    const key = name.toLowerCase()
    if (key === 'connection' || key === 'expect' || key === 'x-forwarded-for' || key === 'via') return false
    if (key === 'host' && side.host !== undefined && !faults.has('keep-host')) return false
    if (key === 'max-forwards' && side.maxForwards !== undefined) return false
    if (HOP.has(key)) return faults.has('keep-hop')
    if (name.includes('_')) return faults.has('keep-forwarded')
    if (!nominated.has(key)) return true
    return NEEDED.has(key) ? !faults.has('drop-nominated') : faults.has('keep-nominated')
  })
  if (side.host !== undefined && !faults.has('keep-host')) kept.unshift(['Host', side.host])
  if (side.maxForwards !== undefined) kept.push(['Max-Forwards', String(side.maxForwards)])
  const dropsForwarded = faults.has('drop-nominated') && nominated.has('x-forwarded-for')
  const forwarded = valuesOf(pairs, 'x-forwarded-for')
  if (!faults.has('keep-forwarded')) forwarded.push(side.client)
  if (forwarded.length > 0 && !dropsForwarded) kept.push(['X-Forwarded-For', forwarded.join(', ')])
  return [...kept.flat(), ...via(pairs, side.version, faults)]
}

/** The fields of an answer as the client gets them. */
export function replyFields(raw: RawFields, faults: Faults): string[] {
  const pairs = pairsOf(raw)
  if (faults.has('keep-response-hop')) return pairs.flat()
  const nominated = nominatedIn(pairs)
  const kept = pairs.filter(([name]) => {
    const key = name.toLowerCase()
    if (key === 'via') return !faults.has('own-via')
    return !HOP.has(key) && key !== 'transfer-encoding' && !(nominated.has(key) && !NEEDED.has(key))
  })
  return kept.flat()
}

function via(pairs: readonly Pair[], version: string, faults: Faults): string[] {
  const before = valuesOf(pairs, 'via')
  if (faults.has('no-via')) return before.length === 0 ? [] : ['Via', before.join(', ')]
  const own = `${version} mutant`
  return ['Via', faults.has('own-via') ? own : [...before, own].join(', ')]
}

type Pair = readonly [name: string, value: string]

function pairsOf(raw: RawFields): Pair[] {
  const pairs: Pair[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at]!, raw[at + 1]!])
  return pairs
}

function valuesOf(pairs: readonly Pair[], wanted: string): string[] {
  return pairs.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

function nominatedIn(pairs: readonly Pair[]): Set<string> {
  const names = valuesOf(pairs, 'connection').flatMap((value) => value.split(','))
  return new Set(names.map((name) => name.trim().toLowerCase()))
}
