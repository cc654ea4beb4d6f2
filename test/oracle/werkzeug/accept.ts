import {
  Accept,
  CharsetAccept,
  ImmutableMultiDict,
  LanguageAccept,
  MIMEAccept,
  MultiDict,
  RequestCacheControl,
  ResponseCacheControl,
} from '@triptych/werkzeug/datastructures'
import type { AcceptItem } from '@triptych/werkzeug/datastructures'
import { Unbound } from '../values.ts'
import type { Bindings } from '../engine.ts'

type Init = [Iterable<AcceptItem> | null | undefined]
interface Default {
  default?: string | null
}

const CLASSES: Record<string, unknown> = {
  Accept,
  MIMEAccept,
  LanguageAccept,
  CharsetAccept,
  RequestCacheControl,
  ResponseCacheControl,
  MultiDict,
  ImmutableMultiDict,
}

export const bindings: Bindings = {
  create: {
    Accept: ([init]: Init) => new Accept(init),
    MIMEAccept: ([init]: Init) => new MIMEAccept(init),
    LanguageAccept: ([init]: Init) => new LanguageAccept(init),
    CharsetAccept: ([init]: Init) => new CharsetAccept(init),
  },
  steps: [
    {
      of: Accept,
      getitem: (accept: Accept, key: string | number) =>
        typeof key === 'string' ? accept.quality(key) : accept.at(key),
      iter: (accept: Accept) => [...accept],
      contains: (accept: Accept, value: string) => accept.has(value),
      call: {
        values: (accept: Accept) => [...accept.values()],
        best_match: (accept: Accept, args: [string[], (string | null)?], kwargs: Default) => {
          const fallback = kwargs.default ?? args[1] ?? null
          return accept.bestMatch(args[0], { default: fallback })
        },
      },
    },
  ],
  describe(value) {
    if (!(value instanceof Accept)) return undefined
    return { $obj: value.constructor.name, items: [...value], provided: value.provided }
  },
  build: {
    $class(name: string) {
      const found = CLASSES[name]
      if (!found) throw new Unbound(`No class ${name}`)
      return found
    },
    ...Object.fromEntries(
      ['Accept', 'MIMEAccept', 'LanguageAccept', 'CharsetAccept'].map((name) => [
        name,
        ({ items, provided }: { items: AcceptItem[]; provided: boolean }) =>
          new (CLASSES[name] as typeof Accept)(provided ? items : null),
      ]),
    ),
  },
}
