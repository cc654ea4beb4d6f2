import type { CallOutcome } from './judge-call.ts'
import type { GrowingText } from './adapter.ts'

/** Bytes of the three inputs. */
const SIZES: readonly number[] = [16_384, 65_536, 262_144]
/** So much longer than in proportion a call may take: caches, garbage, and other work of the machine. */
const SLACK = 3
/** Times below are noise, milliseconds. */
const NOISE = 8
/** Nothing that a client can send may take so long, milliseconds. */
const MOST = 10_000

/** What three runs of growing inputs took. */
export interface Growth {
  readonly times: readonly number[]
  readonly broken: string | undefined
}

/** Calls with inputs of 16, 64 and 256 KiB, the best of three runs each, and says whether the time grows faster than they do. */
export async function measureGrowth(
  input: unknown,
  call: (input: unknown) => Promise<CallOutcome>,
): Promise<Growth> {
  const times: number[] = []
  for (const size of SIZES) {
    const grown = grow(input, size)
    let best = Infinity
    for (let run = 0; run < 3 && best > NOISE; run++) {
      const started = performance.now()
      await call(grown)
      best = Math.min(best, performance.now() - started)
    }
    times.push(best)
    if (best > MOST) break
  }
  const shown = times.map((time) => `${time.toFixed(1)} ms`).join(', ')
  const last = times.at(-1)!
  if (last > MOST) return { times, broken: `Expected an end within ${MOST / 1000} s, got ${shown}` }
  const [small = 0, , large = 0] = times
  const expected = Math.max(small, NOISE / 4) * (SIZES[2]! / SIZES[0]!) * SLACK
  const broken =
    large > NOISE && large > expected
      ? `Expected the time to grow with the input (16, 64, 256 KiB), got ${shown}`
      : undefined
  return { times, broken }
}

/** Replaces growing texts by texts of about that size. */
export function grow(input: unknown, size: number): unknown {
  if (isGrowing(input)) {
    const { before = '', repeat } = input
    return before + repeat.repeat(Math.ceil(size / repeat.length))
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, grow(value, size)]))
}

function isGrowing(value: unknown): value is GrowingText {
  return typeof value === 'object' && value !== null && typeof (value as GrowingText).repeat === 'string'
}
