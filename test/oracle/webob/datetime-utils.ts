import {
  clock,
  parseDate,
  parseDateDelta,
  serializeDate,
  serializeDateDelta,
  timedeltaToSeconds,
  type DateLike,
  type Duration,
} from '@triptych/webob/datetime-utils'
import type { Bindings } from '../engine.ts'
import { without } from '../engine.ts'

// The instant at which the answers were recorded (FORMAT.md, "What is pinned").
clock.now = () => Date.UTC(2024, 1, 3, 4, 5, 6)

const text = (value: unknown): string | null =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : (value as string | null)
const date = (value: unknown): DateLike => (value instanceof Uint8Array ? text(value)! : (value as DateLike))

export const bindings: Bindings = {
  calls: {
    parse_date: (args: [unknown]) => parseDate(text(args[0])),
    parse_date_delta: (args: [unknown]) => parseDateDelta(text(args[0])),
    serialize_date: (args: [unknown]) => serializeDate(date(args[0])),
    serialize_date_delta: (args: [unknown]) => serializeDateDelta(date(args[0])),
    timedelta_to_seconds: (args: [Duration]) => timedeltaToSeconds(args[0]),
  },
  deviations: [
    {
      name: 'no-date-is-null',
      reason:
        'A date that cannot be is null like any other nonsense; the original fails for years beyond 9999.',
      applies: ({ call, implicit }) => /\.parse_date(?:_delta)?$/.test(String(call)) && implicit === true,
      expected: (vector) => ({ ...without(vector, 'raises', 'implicit'), result: null }),
    },
  ],
}
