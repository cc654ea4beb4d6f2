import { parseCookie } from 'cookie'
import contentType from 'content-type'
import fastQuery from 'fast-querystring'
import fresh from 'fresh'
import Negotiator from 'negotiator'
import rangeParser from 'range-parser'
import {
  cookiePairs,
  formatHttpDate,
  formatSetCookie,
  parseAccept,
  parseCookies,
  parseEntityTags,
  parseHost,
  parseHttpDate,
  parseMediaType,
  parseQuery,
  parseRange,
  preferredMediaTypes,
  satisfiableRanges,
  weakMatch,
} from '@triptych/raw/http'
import { compare } from './harness.mjs'

const C = { value: 'c', weak: false }
const many = (make) => Array.from({ length: 64 }, (_, n) => make(n))

export function run() {
  const cookies = many((n) => `session=${n}abcdef; theme=dark; _ga=GA1.1.${n}; lang=en; seen=1; ab=${n % 7}`)
  const escaped = many((n) => `q=caf%C3%A9+${n}&page=${n}&sort=a%20b&dir=up&x=%26&y=2&z=&w=${n}`)
  const plain = many((n) => `q=${n}&page=2&sort=name&dir=up`)
  const accepts = many((n) => `text/html,application/xhtml+xml,application/xml;q=0.${n % 9},*/*;q=0.1`)
  const offers = ['application/json', 'text/html', 'text/plain']
  const dates = many((n) => new Date(1e12 + n * 86_461_000).toUTCString())
  const times = many((n) => 1e12 + n * 86_461_000)
  const types = many((n) => `text/html; charset=utf-8; v=${n}`)
  const ranges = many((n) => `bytes=${n}-${n + 99},-${n + 1}`)
  const tags = many((n) => `"a${n}", W/"b", "c"`)
  const hosts = many((n) => `h${n}.example.com:8000`)
  return [
    ...compare('cookie header, 6 cookies', cookies, {
      'triptych parseCookies': (text) => parseCookies(text),
      'triptych cookiePairs': (text) => cookiePairs(text).pairs,
      cookie: (text) => parseCookie(text),
    }),
    ...compare('Set-Cookie', cookies, {
      'triptych formatSetCookie': () =>
        formatSetCookie('session', 'abc', { path: '/', httpOnly: true, secure: true }),
    }),
    ...compare('query, 8 pairs with escapes', escaped, {
      'triptych parseQuery': (text) => parseQuery(text).pairs,
      URLSearchParams: (text) => [...new URLSearchParams(text)],
      'fast-querystring': (text) => fastQuery.parse(text),
    }),
    ...compare('query, 4 plain pairs', plain, {
      'triptych parseQuery': (text) => parseQuery(text).pairs,
      URLSearchParams: (text) => [...new URLSearchParams(text)],
      'fast-querystring': (text) => fastQuery.parse(text),
    }),
    ...compare('Accept, best of 3', accepts, {
      triptych: (text) => preferredMediaTypes(parseAccept(text), offers),
      negotiator: (text) => new Negotiator({ headers: { accept: text } }).mediaType(offers),
    }),
    ...compare('HTTP date in', dates, {
      triptych: (text) => parseHttpDate(text),
      'Date.parse': (text) => Date.parse(text),
    }),
    ...compare('HTTP date out', times, {
      triptych: (time) => formatHttpDate(time),
      toUTCString: (time) => new Date(time).toUTCString(),
    }),
    ...compare('Content-Type', types, {
      triptych: (text) => parseMediaType(text),
      'content-type': (text) => contentType.parse(text),
    }),
    ...compare('Range, two ranges of 1000 bytes', ranges, {
      triptych: (text) => satisfiableRanges(parseRange(text), 1000),
      'range-parser': (text) => rangeParser(1000, text),
    }),
    ...compare('If-None-Match, 3 tags', tags, {
      triptych: (text) => parseEntityTags(text).tags.some((tag) => weakMatch(tag, C)),
      fresh: (text) => fresh({ 'if-none-match': text }, { etag: '"c"' }),
    }),
    ...compare('Host, 64 different', hosts, { triptych: (text) => parseHost(text) }),
  ]
}
