/**
 * The values of Cross-Origin-Embedder-Policy, `werkzeug.http.COEP`.
 *
 * @example
 * assert.equal(COEP.REQUIRE_CORP, 'require-corp')
 */
export const COEP: {
  readonly UNSAFE_NONE: 'unsafe-none'
  readonly REQUIRE_CORP: 'require-corp'
} = Object.freeze({
  UNSAFE_NONE: 'unsafe-none',
  REQUIRE_CORP: 'require-corp',
})

/**
 * The values of Cross-Origin-Opener-Policy, `werkzeug.http.COOP`.
 *
 * @example
 * assert.equal(COOP.SAME_ORIGIN, 'same-origin')
 */
export const COOP: {
  readonly UNSAFE_NONE: 'unsafe-none'
  readonly SAME_ORIGIN_ALLOW_POPUPS: 'same-origin-allow-popups'
  readonly SAME_ORIGIN: 'same-origin'
} = Object.freeze({
  UNSAFE_NONE: 'unsafe-none',
  SAME_ORIGIN_ALLOW_POPUPS: 'same-origin-allow-popups',
  SAME_ORIGIN: 'same-origin',
})
