/**
 * Whether two texts are equal, in a time that does not tell where they differ, only whether their lengths do; Python's
 * `hmac.compare_digest`.
 *
 * @example
 * assert.equal(constantTimeEqual('abc', 'abc'), true)
 * assert.equal(constantTimeEqual('abc', 'abd'), false)
 */
export function constantTimeEqual(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
