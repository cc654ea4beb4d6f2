import { AnyETag, ETagMatcher, IfRange, IfRangeDate, NoETag } from '@triptych/webob/etag'
import type { Validators } from '@triptych/webob/etag'
import type { Bindings } from '../engine.ts'

export const bindings: Bindings = {
  calls: {
    'ETagMatcher.parse': (args: [string, boolean?], kwargs: { strong?: boolean }) =>
      ETagMatcher.parse(args[0], args[1] ?? kwargs.strong),
    'IfRange.parse': (args: [string]) => IfRange.parse(args[0]),
  },
  create: {
    ETagMatcher: (args: [string[]]) => new ETagMatcher(args[0]),
    IfRange: (args: [ETagMatcher]) => new IfRange(args[0]),
    IfRangeDate: (args: [Date]) => new IfRangeDate(args[0]),
  },
  describe: async (value, encode) => {
    if (value === AnyETag) return { $obj: 'AnyETag' }
    if (value === NoETag) return { $obj: 'NoETag' }
    if (value instanceof ETagMatcher) return { $obj: 'ETagMatcher', etags: [...value.etags] }
    if (value instanceof IfRange) return { $obj: 'IfRange', etag: await encode(value.etag) }
    if (value instanceof IfRangeDate) return { $obj: 'IfRangeDate', date: await encode(value.date) }
    return undefined
  },
  build: {
    AnyETag: () => AnyETag,
    NoETag: () => NoETag,
    ETagMatcher: (spec: { etags: string[] }) => new ETagMatcher(spec.etags),
    IfRange: (spec: { etag: ETagMatcher }) => new IfRange(spec.etag),
    IfRangeDate: (spec: { date: Date }) => new IfRangeDate(spec.date),
    ResponseLike: (spec: { etag_strong?: string; last_modified?: Date }): Validators => ({
      etagStrong: spec.etag_strong ?? null,
      lastModified: spec.last_modified ?? null,
    }),
  },
}
