/**
 * Whether a text matches a pattern in which `*` stands for anything, also for nothing. Takes linear time.
 *
 * @example
 * assert.equal(matchesWildcard('src/views.test.ts', '*.test.*'), true)
 * assert.equal(matchesWildcard('src/views.ts', '*.test.*'), false)
 */
export function matchesWildcard(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
