/**
 * Whether a name fits a pattern: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`, all else literally. Only the last star takes more
 * when what follows does not fit, so the time is the name's length times the pattern's at most. Python: `fnmatch.fnmatchcase`.
 *
 * @example
 * assert.equal(fnmatch('module.py', '*.py'), true)
 * assert.equal(fnmatch('module.pyc', '*.py'), false)
 * assert.equal(fnmatch('b7', '[a-c][!5]'), true)
 */
export function fnmatch(name: string, pattern: string): boolean {
  const parts = pattern.match(/\[!?\]?[^\]]*\]|[^]/g) ?? []
  let at = 0
  let part = 0
  let star = -1
  let resume = 0
  while (at < name.length) {
    const one = parts[part]
    if (one === '*') {
      star = part++
      resume = at
    } else if (one !== undefined && matchesPart(name[at]!, one)) {
      at++
      part++
    } else if (star >= 0) {
      part = star + 1
      at = ++resume
    } else return false
  }
  return parts.slice(part).every((one) => one === '*')
}

function matchesPart(character: string, part: string): boolean {
  if (part === '?') return true
  if (part.length < 3) return part === character
  const negated = part[1] === '!'
  const set = part.slice(negated ? 2 : 1, -1)
  return isInSet(character, set) !== negated
}

function isInSet(character: string, set: string): boolean {
  for (let at = 0; at < set.length; at++) {
    if (set[at + 1] === '-' && at + 2 < set.length) {
      if (set[at]! <= character && character <= set[at + 2]!) return true
      at += 2
    } else if (set[at] === character) return true
  }
  return false
}
