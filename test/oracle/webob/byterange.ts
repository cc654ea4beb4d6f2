import { ContentRange, Range } from '@triptych/webob/byterange'
import type { Bindings, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import type { Json } from '../values.ts'

type Step = [string, string?, unknown[]?]

/** The answer for a suffix of a content that is shorter: all of it. */
function whole(step: Step, start: number): Json | undefined {
  const length = step[2]?.[0]
  if (step[0] !== 'call' || typeof length !== 'number' || length <= 0 || -start <= length) return undefined
  if (step[1] === 'range_for_length') return { value: [0, length] }
  return { value: { $obj: 'ContentRange', start: 0, stop: length, length } }
}

const startOf = (vector: Vector): number => {
  const [start, end] = (vector['args'] ?? []) as [unknown, unknown?]
  return vector['new'] === 'Range' && typeof start === 'number' && end === null ? start : 0
}

export const bindings: Bindings = {
  calls: {
    'Range.parse': (args: [string]) => Range.parse(args[0]),
    'ContentRange.parse': (args: [string]) => ContentRange.parse(args[0]),
  },
  create: {
    Range: (args: [number, number | null]) => new Range(args[0], args[1]),
    ContentRange: (args: [number | null, number | null, number | null]) => new ContentRange(...args),
  },
  describe: (value) => {
    if (value instanceof Range) return { $obj: 'Range', start: value.start, end: value.end }
    if (value instanceof ContentRange) {
      return { $obj: 'ContentRange', start: value.start, stop: value.stop, length: value.length }
    }
    return undefined
  },
  build: {
    Range: (spec: { start: number; end: number | null }) => new Range(spec.start, spec.end),
    ContentRange: (spec: { start: number | null; stop: number | null; length: number | null }) =>
      new ContentRange(spec.start, spec.stop, spec.length),
  },
  deviations: [
    {
      name: 'long-suffix-is-everything',
      reason: 'A suffix that is longer than the content is all of it (RFC 9110 section 14.1.2).',
      applies: (vector) =>
        startOf(vector) < 0 && ((vector['do'] ?? []) as Step[]).some((step) => whole(step, startOf(vector))),
      expected: (vector) => ({
        ...vector,
        results: (vector['results'] as Json[]).map(
          (result, at) => whole((vector['do'] as Step[])[at]!, startOf(vector)) ?? result,
        ),
      }),
    },
    {
      name: 'range-without-numbers',
      reason: '`bytes=-` is no range; the original fails with ValueError and so answers 500.',
      applies: ({ call, args, implicit }) =>
        /(?:Range\.parse|parse_range)$/.test(String(call)) &&
        implicit === true &&
        /^bytes *= *- *(?!\d)/i.test(String((args as [unknown])[0])),
      expected: (vector) => ({ ...without(vector, 'raises', 'implicit'), result: null }),
    },
  ],
}
