import {
  Accept,
  AcceptCharset,
  AcceptEncoding,
  AcceptLanguage,
  AcceptOffer,
  createAcceptCharsetHeader,
  createAcceptEncodingHeader,
  createAcceptHeader,
  createAcceptLanguageHeader,
} from '@triptych/webob/acceptparse'
import type { AcceptLike, AcceptState } from '@triptych/webob/acceptparse'
import type { Bindings } from '../engine.ts'
import type { Json } from '../values.ts'

type AnyAccept = Accept | AcceptCharset | AcceptEncoding | AcceptLanguage
const CLASSES = { Accept, AcceptCharset, AcceptEncoding, AcceptLanguage }
const STATES: Record<string, AcceptState> = { Valid: 'valid', No: 'missing', Invalid: 'invalid' }

/** The twelve classes of Python: four here, each in three states. */
const names = Object.keys(CLASSES).flatMap((name) =>
  Object.keys(STATES).map(
    (state) => [`${name}${state}Header`, name as keyof typeof CLASSES, STATES[state]!] as const,
  ),
)

function create(name: keyof typeof CLASSES, state: AcceptState, text: string | null): AnyAccept {
  const made = new CLASSES[name](text)
  if (made.state === state) return made
  // Python's classes of an invalid field take anything; only that of a valid one looks at it.
  if (state === 'valid') throw new SyntaxError('Not a valid field')
  return state === 'invalid' ? invalid(name, text) : made
}

function invalid(name: keyof typeof CLASSES, text: string | null): AnyAccept {
  const made = new CLASSES[name]('\0')
  return Object.defineProperty(made, 'headerValue', { value: text })
}

const offers = (args: unknown[], kwargs: Json): string[] => (args[0] ?? kwargs['offers']) as string[]
const lookup = (accept: AcceptLanguage, args: unknown[], kwargs: Json): unknown => {
  const given = {
    languageTags: args[0],
    defaultRange: args[1],
    defaultTag: args[2],
    default: args[3],
    ...kwargs,
  }
  return accept.lookup(given.languageTags as string[], given as never)
}
const text = (args: [string], kwargs: { value?: string; headerValue?: string }): string =>
  args[0] ?? kwargs.value ?? kwargs.headerValue!

export const bindings: Bindings = {
  calls: {
    'Accept.parse': (args: [string], kwargs: Json) => Accept.parse(text(args, kwargs)),
    'AcceptCharset.parse': (args: [string], kwargs: Json) => AcceptCharset.parse(text(args, kwargs)),
    'AcceptEncoding.parse': (args: [string], kwargs: Json) => AcceptEncoding.parse(text(args, kwargs)),
    'AcceptLanguage.parse': (args: [string], kwargs: Json) => AcceptLanguage.parse(text(args, kwargs)),
    'Accept.parse_offer': (args: [string], kwargs: { offer?: string }) =>
      Accept.parseOffer(args[0] ?? kwargs.offer!),
    create_accept_header: (args: [AcceptLike], kwargs: Json) =>
      createAcceptHeader(args[0] ?? (kwargs['headerValue'] as AcceptLike)),
    create_accept_charset_header: (args: [AcceptLike], kwargs: Json) =>
      createAcceptCharsetHeader(args[0] ?? (kwargs['headerValue'] as AcceptLike)),
    create_accept_encoding_header: (args: [AcceptLike], kwargs: Json) =>
      createAcceptEncodingHeader(args[0] ?? (kwargs['headerValue'] as AcceptLike)),
    create_accept_language_header: (args: [AcceptLike], kwargs: Json) =>
      createAcceptLanguageHeader(args[0] ?? (kwargs['headerValue'] as AcceptLike)),
  },
  create: Object.fromEntries(
    names.map(([python, name, state]) => [
      python,
      (args: [string?], kwargs: { headerValue?: string }) =>
        create(name, state, state === 'missing' ? null : (args[0] ?? kwargs.headerValue ?? null)),
    ]),
  ),
  steps: [
    {
      of: AcceptLanguage,
      call: {
        basic_filtering: (accept: AcceptLanguage, args: [string[]], kwargs: { languageTags?: string[] }) =>
          accept.basicFiltering(args[0] ?? kwargs.languageTags!),
        lookup,
      },
    },
    ...Object.values(CLASSES).map((of) => ({
      of,
      iter: (accept: AnyAccept) => [...accept],
      radd: (accept: AnyAccept, value: AcceptLike) => accept.addTo(value),
      call: {
        acceptable_offers: (accept: Accept, args: unknown[], kwargs: Json) =>
          accept.acceptableOffers(offers(args, kwargs)),
        best_match: (accept: AnyAccept, args: unknown[], kwargs: Json) =>
          accept.bestMatch(offers(args, kwargs), args[1] ?? kwargs['defaultMatch'] ?? null),
        quality: (accept: AnyAccept, args: [string], kwargs: { offer?: string }) =>
          accept.quality(args[0] ?? kwargs.offer!),
        accept_html: (accept: Accept) => accept.acceptHtml(),
      },
    })),
  ],
  describe: async (value, encode) => {
    for (const [python, name, state] of names) {
      if (value instanceof CLASSES[name] && value.state === state)
        return { $obj: python, header_value: value.headerValue }
    }
    if (value instanceof AcceptOffer) {
      return {
        $obj: 'AcceptOffer',
        type: value.type,
        subtype: value.subtype,
        params: await encode(value.params),
      }
    }
    return undefined
  },
  build: {
    ...Object.fromEntries(
      names.map(([python, name, state]) => [
        python,
        (spec: { header_value?: string | null }) => create(name, state, spec.header_value ?? null),
      ]),
    ),
    AcceptOffer: (spec: { type: string; subtype: string; params: [string, string][] }) =>
      new AcceptOffer(spec.type, spec.subtype, spec.params),
  },
}
