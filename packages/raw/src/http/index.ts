/**
 * The grammar of HTTP: pure functions from text to read-only data and back. What an RFC decides stands here, once.
 *
 * @module
 */
export { parseAcceptCharset, preferredCharsets } from './accept-charset.ts'
export { parseAcceptEncoding, preferredEncodings } from './accept-encoding.ts'
export {
  parseAcceptLanguage,
  preferredLanguages,
  filterLanguages,
  lookupLanguage,
} from './accept-language.ts'
export type { AcceptElement, Accept } from './accept.ts'
export { parseAccept, preferredMediaTypes } from './accept.ts'
export type { Credentials, Challenges, AuthValue } from './authorization.ts'
export { parseCredentials, parseChallenges, formatCredentials, formatChallenges } from './authorization.ts'
export type { BasicCredentials } from './basic.ts'
export { decodeBasic, encodeBasic } from './basic.ts'
export type {
  Directive,
  CacheControl,
  DirectiveValue,
  RequestDirectives,
  ResponseDirectives,
} from './cache-control.ts'
export {
  parseCacheControl,
  directiveValues,
  requestDirectives,
  responseDirectives,
  formatCacheControl,
} from './cache-control.ts'
export type { ChunkedOptions } from './chunked.ts'
export { ChunkedDecoder, formatChunkSize, LAST_CHUNK, formatLastChunk, encodeChunk } from './chunked.ts'
export { HOP_BY_HOP, isHopByHop, nominatedFields, isPersistent } from './connection.ts'
export type { ContentDisposition } from './content-disposition.ts'
export {
  parseContentDisposition,
  fileNameOf,
  formatContentDisposition,
  formatFormDataDisposition,
} from './content-disposition.ts'
export type { ContentRange } from './content-range.ts'
export { parseContentRange, formatContentRange } from './content-range.ts'
export { parseCookieDate } from './cookie-date.ts'
export type { CookiePair, CookiePairs, CookiePairOptions, Cookies } from './cookie.ts'
export { cookiePairs, parseCookies, unescapeCookieValue } from './cookie.ts'
export { parseHttpDate, formatHttpDate } from './date.ts'
export { MAX_DELTA_SECONDS, parseDeltaSeconds } from './delta-seconds.ts'
export type { EmailDate } from './email-date.ts'
export { parseEmailDate, emailTime, rolledEmailTime } from './email-date.ts'
export type { EntityTag, EntityTags } from './entity-tag.ts'
export {
  parseEntityTag,
  parseEntityTags,
  formatEntityTag,
  formatEntityTags,
  strongMatch,
  weakMatch,
} from './entity-tag.ts'
export type { ExtValue, ExtendedParameter } from './ext-value.ts'
export { parseExtValue, formatExtValue, extendedParameter } from './ext-value.ts'
export type { FieldLeniency, FieldLimits } from './field-line.ts'
export { formatFields } from './field-line.ts'
export { FieldError, isFieldValue, checkField } from './field.ts'
export type { ForwardedElement, Forwarded, ForwardedNode } from './forwarded.ts'
export { parseForwarded, parseForwardedNode, formatForwardedNode, formatForwarded } from './forwarded.ts'
export type { Framing, FramingOptions } from './framing.ts'
export { requestFraming, responseFraming } from './framing.ts'
export type { HeadOptions } from './head-lines.ts'
export type { Host } from './host.ts'
export { parseHost, formatHost } from './host.ts'
export type { IfRange } from './if-range.ts'
export { parseIfRange, ifRangeMatches } from './if-range.ts'
export type { IpAddress, IpRange } from './ip-address.ts'
export {
  parseIpv4,
  parseIpv6,
  parseIpAddress,
  formatIpAddress,
  canonicalIpAddress,
  parseIpRange,
  ipInRange,
} from './ip-address.ts'
export type { Latin1 } from './latin1.ts'
export { latin1 } from './latin1.ts'
export { splitList } from './list.ts'
export { parseMaxForwards } from './max-forwards.ts'
export type { MediaType, MediaRange } from './media-type.ts'
export { parseMediaType, formatMediaType, specificity, mediaRangeMatches } from './media-type.ts'
export type { MessageFault } from './message-error.ts'
export { MessageSyntaxError, MessageLimitError, isMessageFault } from './message-error.ts'
export type { Parameter, Parameters, ParameterOptions, ReadParameter } from './parameters.ts'
export { readParameters, readParameter, parameter, parameterMap } from './parameters.ts'
export type { SetCookie } from './parse-set-cookie.ts'
export { parseSetCookie } from './parse-set-cookie.ts'
export type { SafeSet } from './percent.ts'
export {
  safeSet,
  SUB_DELIMS,
  UNRESERVED,
  SEGMENT,
  PATH,
  QUERY,
  USERINFO,
  REG_NAME,
  decodePercent,
  decodePercentBytes,
  decodePercentUtf8,
  percentProblems,
  encodePercent,
  encodePercentUtf8,
} from './percent.ts'
export type { ProblemDetails, ProblemDetailsInit, ParsedProblemDetails } from './problem-details.ts'
export { PROBLEM_JSON, formatProblemDetails, parseProblemDetails } from './problem-details.ts'
export type { Problem } from './problem.ts'
export type { QueryPair, Query, QueryOptions } from './query.ts'
export { parseQuery, formatQuery } from './query.ts'
export { readQuoted, quote, quoteUnlessToken } from './quoted-string.ts'
export { parseQvalue, formatQvalue } from './qvalue.ts'
export type { IntRange, SuffixRange, OtherRange, RangeSpec, RangeHeader, Span, RangeLimits } from './range.ts'
export { parseRange, formatRange, satisfiableRanges, coalesceRanges } from './range.ts'
export type { HttpVersion, RequestHead, RequestHeadOptions } from './request-head.ts'
export { RequestHeadParser, formatRequestHead } from './request-head.ts'
export type { TargetForm, RequestTarget } from './request-target.ts'
export { parseRequestTarget } from './request-target.ts'
export type { ResponseHead, ResponseHeadOptions } from './response-head.ts'
export { ResponseHeadParser, formatStatusLine, formatResponseHead } from './response-head.ts'
export type { SameSite, SetCookieAttributes, SetCookieOptions } from './set-cookie.ts'
export { SetCookieError, CookieSizeError, formatSetCookie } from './set-cookie.ts'
export type { TeCoding, Te } from './te.ts'
export { parseTe } from './te.ts'
export type { TokenList } from './token-list.ts'
export { parseTokenList } from './token-list.ts'
export { isToken, tokenEnd, checkToken } from './token.ts'
export type { UpgradeProtocol, Upgrade } from './upgrade.ts'
export { parseUpgrade, formatUpgrade } from './upgrade.ts'
export type { UriParts } from './uri.ts'
export { splitUri, joinUri, removeDotSegments, resolveUri } from './uri.ts'
export { toBytes, fromBytes, isAscii, decodeUtf8, encodeUtf8, isUtf8 } from './utf8.ts'
export type { ViaHop, Via } from './via.ts'
export { parseVia, formatVia } from './via.ts'
export { parseXForwarded, trustedHop } from './x-forwarded.ts'
export type { RandomFill } from './multipart/boundary.ts'
export { isBoundary, multipartBoundary, randomBoundary } from './multipart/boundary.ts'
export type {
  PartBegin,
  MultipartData,
  MultipartEnd,
  MultipartEvent,
  MultipartLimits,
  MultipartLeniency,
  MultipartOptions,
} from './multipart/decoder.ts'
export { MultipartDecoder } from './multipart/decoder.ts'
export type { DelimiterKind } from './multipart/delimiter.ts'
export { Delimiter } from './multipart/delimiter.ts'
export type { PartHead, FormPart } from './multipart/encoder.ts'
export { formatPartHead, formatMultipartEnd, encodeMultipart } from './multipart/encoder.ts'
export type { PartDisposition } from './multipart/part-headers.ts'
export { parsePartDisposition, readPartHeader } from './multipart/part-headers.ts'
export {
  formatStructuredItem,
  formatStructuredList,
  formatStructuredDictionary,
} from './structured/format.ts'
export type {
  BareItem as StructuredBareItem,
  Parameters as StructuredParameters,
  Item as StructuredItem,
  InnerList as StructuredInnerList,
  Member as StructuredMember,
  StructuredList,
  StructuredDictionary,
} from './structured/model.ts'
export {
  structuredItem,
  isInnerList,
  Decimal as StructuredDecimal,
  Token as StructuredToken,
  DisplayString as StructuredDisplayString,
} from './structured/model.ts'
export type { StructuredParse } from './structured/parse.ts'
export { parseStructuredItem, parseStructuredList, parseStructuredDictionary } from './structured/parse.ts'
export { mayBeTrailer } from './trailer.ts'
export { trimOws } from './chars.ts'
export type { Preference } from './preference.ts'
