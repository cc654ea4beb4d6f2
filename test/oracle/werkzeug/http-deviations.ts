import { without, type Deviation, type Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'
import { isUnicodeNumber } from './unicode-digits.ts'

const argsOf = (vector: Vector): unknown[] => (vector['args'] ?? []) as unknown[]
const kwargsOf = (vector: Vector): Json => (vector['kwargs'] ?? {}) as Json
const isCookie = (vector: Vector): boolean => vector['call'] === 'http.dump_cookie'
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What would end a cookie's name, or begin another attribute. */
const BREAKS_KEY = /[\0-\x20\x7f;=]/
const BREAKS_DOMAIN = /[\0-\x20\x7f;=]/

const breaksOut = (vector: Vector): boolean => {
  const [key, , , expires, , domain] = argsOf(vector)
  const kwargs = kwargsOf(vector)
  return (
    BREAKS_KEY.test(textOf(kwargs['key'] ?? key)) ||
    BREAKS_DOMAIN.test(textOf(kwargs['domain'] ?? domain).split(':', 1)[0] ?? '') ||
    /[;\r\n\0]/.test(textOf(kwargs['expires'] ?? expires))
  )
}
const valueOf = (vector: Vector): string => textOf(kwargsOf(vector)['value'] ?? argsOf(vector)[1])

export const httpDeviations: Deviation[] = [
  {
    name: 'cookie-parts-are-checked',
    reason:
      'A key, a domain or a date that would break out of Set-Cookie is refused; the original checks none (defect 9 of the research).',
    applies: (vector) => isCookie(vector) && breaksOut(vector),
    expected: (vector) => ({ ...without(vector, 'result'), raises: 'TypeError' }),
  },
  {
    name: 'cookie-controls-are-escaped',
    reason:
      'All controls of a value are escaped; a slip in the original lets those from 0x1A to 0x1F through (RFC 6265 section 4.1.1).',
    applies: (vector) =>
      isCookie(vector) && /[\x1a-\x1f]/.test(valueOf(vector)) && typeof vector['result'] === 'string',
    expected: (vector) => ({
      ...vector,
      result: (vector['result'] as string).replaceAll(
        /[\x1a-\x1f]/g,
        (control) => `\\${control.charCodeAt(0).toString(8).padStart(3, '0')}`,
      ),
    }),
  },
  {
    name: 'booleans-as-javascript-writes-them',
    reason: 'A boolean is no value of a header; written all the same it is `true`, not `True`.',
    applies: (vector) =>
      /^http\.(?:dump_header|dump_options_header|quote_header_value)$/.test(String(vector['call'])) &&
      /\b(?:true|false)\b/.test(JSON.stringify(vector['args'])) &&
      /\b(?:True|False)\b/.test(String(vector['result'])),
    expected: (vector) => ({
      ...vector,
      result: String(vector['result']).replaceAll(/\b(?:True|False)\b/g, (word) => word.toLowerCase()),
    }),
  },
  {
    name: 'ages-have-ascii-digits',
    reason: 'Numbers of HTTP have ASCII digits (RFC 9110 section 5.6.1); Python takes those of every script.',
    applies: (vector) => vector['call'] === 'http.parse_age' && isUnicodeNumber(argsOf(vector)[0]),
    expected: (vector) => ({ ...vector, result: null }),
  },
  {
    name: 'accept-never-crashes',
    reason:
      'A parameter named `*` is ignored; the original fails with IndexError, a 500 by one header (FORMAT.md, crash-on-hostile-header).',
    applies: (vector) =>
      vector['raises'] === 'IndexError' &&
      (vector['call'] === 'http.parse_accept_header' || vector['call'] === 'http.dump_options_header'),
    expected: (vector) => ({ ...without(vector, 'raises'), result: acceptWithoutStar(vector) }),
  },
]

/** What an Accept header says when parameters named `*` are left out, by a reading of its own. */
function acceptWithoutStar(vector: Vector): Json {
  const [header, cls] = argsOf(vector)
  const kind = kwargsOf(vector)['cls'] ?? cls
  const items: [string, number][] = []
  for (const part of textOf(header).split(',')) {
    const [value = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    let quality = 1
    const kept: string[] = []
    for (const parameter of parameters) {
      if (/^\*\s*=/.test(parameter)) continue
      const q = /^q=([0-9.]+)$/i.exec(parameter)?.[1]
      if (q === undefined) kept.push(parameter)
      else quality = Number(q)
    }
    if (value !== '') items.push([[value, ...kept].join('; '), quality])
  }
  const name = isJson(kind) ? String(kind['$class']) : 'Accept'
  return { $obj: name, items: items.toSorted((a, b) => b[1] - a[1]), provided: true }
}
