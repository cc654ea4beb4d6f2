import { ContentRange, ETags, IfRange, Range } from '@triptych/werkzeug/datastructures'
import type { RangePart } from '@triptych/werkzeug/datastructures'
import type { Bindings, Context, Deviation, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

type Units = [units: string | null, start: number | null, stop: number | null, length?: number | null]

interface Units4 {
  length?: number
  units?: string | null
}

const silent: Deviation = {
  name: 'content-range-is-silent-when-made',
  reason:
    'Making a ContentRange changes nothing, so nobody is told: the original writes the header when it is read.',
  applies: (vector) => vector['new'] === 'ContentRange' && typeof vector['updates'] === 'number',
  expected: (vector) => ({ ...vector, updates: (vector['updates'] as number) - 1 }),
}

export const bindings: Bindings = {
  deviations: [silent],
  create: {
    ETags: ([strong, weak, star]: [string[]?, string[]?, boolean?], kwargs: Record<string, never>) =>
      new ETags(kwargs['strongEtags'] ?? strong, kwargs['weakEtags'] ?? weak, kwargs['starTag'] ?? star),
    IfRange: ([etag, date]: [string?, Date?], kwargs: { etag?: string; date?: Date }) =>
      new IfRange(kwargs.etag ?? etag ?? null, kwargs.date ?? date ?? null),
    Range: ([units, ranges]: [string, RangePart[]]) => new Range(units, ranges),
    ContentRange: (
      [units, start, stop, length]: Units,
      kwargs: { length?: number },
      _: Vector,
      context: Context,
    ) => new ContentRange(units, start, stop, kwargs.length ?? length ?? null, () => context.onUpdate()),
  },
  steps: [
    {
      of: ETags,
      bool: (tags: ETags) => !tags.isEmpty,
      contains: (tags: ETags, tag: string) => tags.contains(tag),
      iter: (tags: ETags) => [...tags],
      call: {
        as_set: (
          tags: ETags,
          [given]: [boolean?],
          { includeWeak = given ?? false }: { includeWeak?: boolean },
        ) => tags.asSet({ includeWeak }),
        __call__: (
          tags: ETags,
          [etag = null, data]: [(string | null)?, Uint8Array?],
          kwargs: { etag?: string; data?: Uint8Array; includeWeak?: boolean },
        ) => {
          const content = kwargs.data ?? data
          return tags.matches(kwargs.etag ?? etag, {
            ...(content ? { data: content } : {}),
            includeWeak: kwargs.includeWeak ?? false,
          })
        },
      },
    },
    { of: Range, bool: () => true },
    { of: IfRange, bool: () => true },
    {
      of: ContentRange,
      bool: (range: ContentRange) => !range.isEmpty,
      call: {
        set: (
          range: ContentRange,
          args: [number, number, (number | null)?, (string | null)?],
          kwargs: Units4,
        ) =>
          range.set(
            args[0],
            args[1],
            kwargs.length ?? args[2] ?? null,
            'units' in kwargs ? (kwargs.units ?? null) : args.length > 3 ? (args[3] ?? null) : 'bytes',
          ),
      },
    },
  ],
  async describe(value, encode): Promise<Json | undefined> {
    if (value instanceof IfRange) return { $obj: 'IfRange', etag: value.etag, date: await encode(value.date) }
    if (value instanceof ETags) {
      const strong = [...value].toSorted()
      const weak = [...value.asSet({ includeWeak: true })].filter((tag) => value.isWeak(tag)).toSorted()
      return { $obj: 'ETags', strong, weak, star: value.starTag }
    }
    if (value instanceof Range) return { $obj: 'Range', units: value.units, ranges: value.ranges }
    if (value instanceof ContentRange) {
      const { units, start, stop, length } = value
      return { $obj: 'ContentRange', units, start, stop, length }
    }
    return undefined
  },
  build: {
    ETags: ({ strong, weak, star }: { strong: string[]; weak: string[]; star: boolean }) =>
      new ETags(strong, weak, star),
    Range: ({ units, ranges }: { units: string; ranges: RangePart[] }) => new Range(units, ranges),
    IfRange: ({ etag, date }: { etag: string | null; date: Date | null }) => new IfRange(etag, date),
    ContentRange: ({ units, start, stop, length }: Record<string, never>) =>
      new ContentRange(units ?? null, start ?? null, stop ?? null, length ?? null),
  },
}
