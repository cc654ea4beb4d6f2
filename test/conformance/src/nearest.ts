/**
 * The name with the fewest changes, if they are few: what somebody may have meant.
 *
 * @example
 * assert.equal(nearest('gatway', ['wire', 'gateway']), 'gateway')
 * assert.equal(nearest('nginx', ['wire', 'gateway']), undefined)
 */
export function nearest(text: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let fewest = Math.max(2, text.length / 3)
  for (const name of names) {
    const changes = distance(text, name)
    if (changes > fewest || (changes === fewest && best !== undefined)) continue
    best = name
    fewest = changes
  }
  return best
}

/** `: perhaps NAME`, or nothing. */
export function perhaps(text: string, names: readonly string[]): string {
  const near = nearest(text, names)
  return near === undefined ? '' : `: perhaps ${near}`
}

/** Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let at = 1; at <= a.length; at++) {
    const next = [at]
    for (let to = 1; to <= b.length; to++) {
      const same = a[at - 1] === b[to - 1] ? 0 : 1
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + same))
    }
    row = next
  }
  return row.at(-1)!
}
