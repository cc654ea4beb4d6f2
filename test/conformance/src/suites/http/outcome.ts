import type { Probe } from '../../net/probe.ts'

/** A probe in a few words: the statuses in order, then how the connection ended. `wait` and `drop`: no answer. */
export function describeOutcome(probe: Probe): string {
  const { replies, junk, end, received } = probe
  if (received === '') return end === 'open' ? 'wait' : end === 'closed' ? 'drop' : end
  const statuses = replies.map(
    ({ status, cut }) => `${status === 0 ? 'no status line' : status}${cut ? ' cut' : ''}`,
  )
  if (statuses.length === 0) statuses.push(junk === '' ? 'unfinished' : 'junk')
  else if (junk !== '') statuses.push('junk')
  return `${statuses.join(', ')} ${end}`
}

/**
 * Whether a probe is what a token says: `400`, `2xx`, `reject`, `drop`, `wait`, each also with `+close` or `+cut`.
 *
 * @throws RangeError for a token that is none
 */
export function isOutcome(token: string, probe: Probe): boolean {
  const [base = '', ...more] = token.split('+')
  const [first] = probe.replies
  const isOver = probe.end !== 'open'
  for (const modifier of more) {
    if (modifier === 'close') {
      if (!isOver) return false
    } else if (modifier === 'cut') {
      if (!isOver || first?.cut !== true) return false
    } else throw new RangeError(`Expected close or cut behind the +, got ${token}`)
  }
  if (base === 'wait') return probe.received === '' && !isOver
  if (base === 'drop') return probe.received === '' && isOver
  if (base === 'reject') return first === undefined ? isOver && probe.received === '' : first.status >= 400
  if (/^\dxx$/.test(base)) return first !== undefined && Math.floor(first.status / 100) === Number(base[0])
  if (/^\d{3}$/.test(base)) return first?.status === Number(base)
  throw new RangeError(`Expected a status, a class, reject, drop or wait, got ${token}`)
}
