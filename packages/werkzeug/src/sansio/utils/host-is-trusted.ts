import { idnaEncode } from '../../urls/idna.ts'

/** Names of hosts that are trusted. One that begins with a dot stands for a domain with all below it; ports do not count. */
export type TrustedHosts = string | readonly string[] | ReadonlySet<string>

/** A domain, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
const HOST = /^(?:[a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(?::[0-9]+)?$/i

/**
 * Whether a Host field may be believed, `werkzeug.sansio.utils.host_is_trusted`: it consists of the right characters and,
 * when a list is given, names one of its hosts. Case does not count, nor does the port; an IPv6 address is compared as a
 * whole.
 *
 * @param trustedList without entries, every host of the right characters is trusted
 * @throws SyntaxError for an entry of the list that cannot be encoded (IDNA 2003)
 * @example
 * assert.equal(hostIsTrusted('a.example.com:8000', ['.example.com']), true)
 * assert.equal(hostIsTrusted('[::2]', ['[::1]']), false)
 * assert.equal(hostIsTrusted('b\xfccher.example', ['b\xfccher.example']), false) // a Host field is ASCII
 * assert.equal(hostIsTrusted('xn--bcher-kva.example', ['b\xfccher.example']), true)
 * assert.equal(hostIsTrusted('a b'), false)
 */
export function hostIsTrusted(
  hostname: string | null | undefined,
  trustedList?: TrustedHosts | null,
): boolean {
  if (!hostname || !HOST.test(hostname)) return false
  if (!trustedList) return true
  const entries = typeof trustedList === 'string' ? [trustedList] : trustedList
  const host = withoutPort(hostname).toLowerCase()
  let any = false
  for (const entry of entries) {
    any = true
    const suffix = entry.startsWith('.')
    const name = idnaEncode(withoutPort(suffix ? entry.slice(1) : entry)).toLowerCase()
    if (host === name || (suffix && host.endsWith(`.${name}`))) return true
  }
  return !any
}

/** The host of `host:port`; brackets stay. */
function withoutPort(text: string): string {
  const end = text.startsWith('[') ? text.indexOf(']') + 1 : text.indexOf(':')
  return end > 0 ? text.slice(0, end) : end === 0 ? '' : text
}
