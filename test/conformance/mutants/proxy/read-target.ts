import type { IncomingMessage } from 'node:http'
import type { Address } from '../../src/target.ts'
import type { Faults } from './proxy-fault.ts'

/** The target is none that this proxy may be asked for. */
export class TargetProblem extends Error {
  override readonly name: string = 'TargetProblem'
}

/** Where a request goes, and what it asks for there. */
export interface Destination {
  readonly host: string
  readonly port: number
  readonly path: string
  /** What Host has to be; `undefined` leaves it. */
  readonly authority: string | undefined
}

/**
 * Reads the target of a request.
 *
 * @throws TargetProblem for a scheme that is not http, a forward proxy's target without a host, a fragment
 */
export function readTarget(
  { url = '/', method, headers }: IncomingMessage,
  role: 'reverse' | 'forward',
  backend: Address,
  faults: Faults,
): Destination {
  if (url.includes('#') && !faults.has('keep-fragment')) throw new TargetProblem('A target has no fragment')
  const parts = /^([a-z]+):\/\/(?:([^/?@]*)@)?([^/?]*)(.*)$/is.exec(url)
  if (parts === null) {
    if (role === 'forward' && !faults.has('by-host')) throw new TargetProblem('A target without a host')
    const [host = '', port = '80'] = (headers.host ?? '').split(':')
    const to = role === 'forward' ? { host, port: Number(port) } : backend
    return { ...to, path: changed(url, faults), authority: undefined }
  }
  const [, scheme = '', userinfo, authority = '', rest = ''] = parts
  if (scheme.toLowerCase() !== 'http' && !faults.has('any-scheme')) throw new TargetProblem('Only http')
  const root = method === 'OPTIONS' && rest === '' ? '*' : rest.startsWith('/') ? rest : `/${rest}`
  const shown = faults.has('keep-userinfo') && userinfo !== undefined ? `/${userinfo}@${root}` : root
  const path = faults.has('absolute-form') ? url : changed(shown, faults)
  if (role === 'reverse') return { ...backend, path, authority }
  const [host = '', port = '80'] = authority.split(':')
  return { host, port: Number(port), path, authority }
}

function changed(path: string, faults: Faults): string {
  let text = path
  if (faults.has('decode-target')) text = unescape(text).split('\0')[0]!.replaceAll(' ', '+')
  if (faults.has('resolve-dots')) {
    const { pathname, search } = new URL(text, 'http://localhost')
    text = pathname + search
  }
  if (faults.has('merge-slashes')) text = text.replace(/\/{2,}/g, '/')
  if (faults.has('cut-params')) text = text.replace(/;[^/?]*/g, '')
  return text
}
