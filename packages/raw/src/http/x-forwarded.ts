import { trimOws } from './chars.ts'

/**
 * The values of an X-Forwarded-For, -Proto, -Host, -Port or -Prefix field, client first. Proxies append to them by
 * convention; there is no grammar but the comma. Empty ones are skipped, nothing is checked.
 *
 * @example
 * assert.deepEqual(parseXForwarded('1.2.3.4, ,10.0.0.1'), ['1.2.3.4', '10.0.0.1'])
 */
export function parseXForwarded(text: string): string[] {
  return text.split(',').map(trimOws).filter(Boolean)
}

/**
 * The value that the outermost of `hops` trusted proxies wrote, counted from the right: whatever stands to its left
 * came in with the request and proves nothing (taking the first one is CVE-2026-27700 and its kin).
 *
 * @param hops how many proxies that we run stand in front of this server; 0 trusts nobody
 * @returns `undefined` when the field has fewer values than there are proxies, or nobody is trusted
 * @throws RangeError unless the number of hops is a whole number from 0 on
 * @example
 * assert.equal(trustedHop('6.6.6.6, 1.2.3.4', 1), '1.2.3.4')
 * assert.equal(trustedHop('6.6.6.6', 0), undefined)
 */
export function trustedHop(text: string, hops: number): string | undefined {
  if (!Number.isInteger(hops) || hops < 0) {
    throw new RangeError(`Expected a number of trusted proxies from 0 on, got ${hops}`)
  }
  let left = hops
  let end = text.length
  while (left > 0 && end >= 0) {
    const comma = end === 0 ? -1 : text.lastIndexOf(',', end - 1)
    const value = trimOws(text.slice(comma + 1, end))
    if (value !== '' && --left === 0) return value
    end = comma
  }
  return undefined
}
