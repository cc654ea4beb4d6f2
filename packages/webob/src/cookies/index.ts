/**
 * Cookies of requests and responses, and signed values in them. Python: `webob.cookies`.
 *
 * @module
 */
export type { CookieOptions, CookieOptionsFor } from './make-cookie.ts'
export { makeCookie } from './make-cookie.ts'
export type { Priority, SameSite } from './morsel.ts'
export { Cookie, Morsel } from './morsel.ts'
export { parseCookie } from './parse-cookie.ts'
export { RequestCookies } from './request-cookies.ts'
export type { CookieDate } from './serialize.ts'
export { SAMESITE_VALIDATION, serializeCookieDate, serializeMaxAge, serializeSamesite } from './serialize.ts'
export type { HashName, Serializer, SignedSerializerOptions } from './serializers.ts'
export { Base64Serializer, JSONSerializer, SignedSerializer } from './serializers.ts'
export type { CookieProfileOptions, CookieSource, CookieTarget } from './cookie-profile.ts'
export { CookieProfile, SignedCookieProfile } from './cookie-profile.ts'
