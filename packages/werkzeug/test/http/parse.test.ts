import { expect, expectTypeOf, test, vi } from 'vitest'
import {
  ContentRange,
  ContentSecurityPolicy,
  ETags,
  HeaderSet,
  IfRange,
  MIMEAccept,
  Range,
  RequestCacheControl,
  ResponseCacheControl,
} from '../../src/datastructures/index.ts'
import {
  dumpCspHeader,
  parseAcceptHeader,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from '../../src/http/parse.ts'

test('each function gives what its class reads', () => {
  expect(parseCspHeader('img-src *').equals(ContentSecurityPolicy.fromHeader('img-src *'))).toBe(true)
  expect(parseEtags('"a"').equals(ETags.fromHeader('"a"'))).toBe(true)
  expect(parseIfRangeHeader('"a"').equals(IfRange.fromHeader('"a"'))).toBe(true)
  expect(parseRangeHeader('bytes=0-4')?.equals(Range.fromHeader('bytes=0-4'))).toBe(true)
  expect(parseSetHeader('a, b').equals(HeaderSet.fromHeader('a, b'))).toBe(true)
  expect(parseContentRangeHeader('bytes 0-4/9')?.toHeader()).toBe(
    ContentRange.fromHeader('bytes 0-4/9')?.toHeader(),
  )
  expect(dumpCspHeader(parseCspHeader("img-src *; default-src 'self'"))).toBe("img-src *; default-src 'self'")
})

test('a class can be asked for', () => {
  const accept = parseAcceptHeader('text/html', MIMEAccept)
  expect(accept.acceptHtml).toBe(true)
  expectTypeOf(accept).toEqualTypeOf<MIMEAccept>()
  expect(parseCacheControlHeader('max-age=1')).toBeInstanceOf(RequestCacheControl)
  const control = parseCacheControlHeader('private', null, ResponseCacheControl)
  expect(control).toBeInstanceOf(ResponseCacheControl)
  expectTypeOf(control).toEqualTypeOf<ResponseCacheControl>()
})

test('changes are told', () => {
  const onUpdate = vi.fn<(changed: unknown) => void>()
  parseCacheControlHeader('a', onUpdate, ResponseCacheControl).noStore = true
  parseCspHeader('img-src *', onUpdate).imgSrc = 'a'
  parseSetHeader('a', onUpdate).add('b')
  parseContentRangeHeader('bytes 0-4/9', onUpdate)?.unset()
  expect(onUpdate).toHaveBeenCalledTimes(4)
})

test.each(['\n', '"a"\n', 'a\n', '"a", "b"\n', 'W/"a"\n'])(
  'entity tags that end in a line feed: %j',
  (text) => {
    expect(parseEtags(text).equals(parseEtags(text.slice(0, -1)))).toBe(true)
  },
)

test.each(['"', '"x,', '"a" ', '"a"x', 'W/"', ' ', ',', '\n', 'a,'])('1 MB of %j as entity tags', (part) => {
  expect(parseEtags(part.repeat((1 << 20) / part.length))).toBeInstanceOf(ETags)
})
