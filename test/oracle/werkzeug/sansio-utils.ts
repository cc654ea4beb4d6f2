import { getContentLength, getCurrentUrl, getHost, hostIsTrusted } from '@triptych/werkzeug/sansio/utils'
import type { ServerAddress } from '@triptych/werkzeug/sansio/utils'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import { isJson } from '../values.ts'
import type { Json } from '../values.ts'

type Trusted = string | string[] | null | undefined

interface Question {
  kind: 'is' | 'get'
  host: string
  trusted: string[]
}

/** The host that a vector asks about, and the hosts that it trusts. */
function question(vector: Vector): Question | undefined {
  const args = (vector['args'] ?? []) as unknown[]
  const kwargs = (vector['kwargs'] ?? {}) as Json
  const found = (kind: Question['kind'], host: unknown, trusted: unknown): Question | undefined => {
    const list = typeof trusted === 'string' ? [trusted] : trusted
    return typeof host === 'string' && Array.isArray(list) && list.length > 0
      ? { kind, host, trusted: list as string[] }
      : undefined
  }
  switch (vector['call']) {
    case 'sansio.utils.host_is_trusted':
      return found('is', args[0] ?? kwargs['hostname'], args[1] ?? kwargs['trusted_list'])
    case 'sansio.utils.get_host':
      return found('get', args[1] ?? kwargs['host_header'], args[3] ?? kwargs['trusted_hosts'])
    case 'wsgi.get_host':
      return found(
        'get',
        isJson(args[0]) ? args[0]['HTTP_HOST'] : undefined,
        args[1] ?? kwargs['trusted_hosts'],
      )
    default:
      return undefined
  }
}

const withoutPort = (host: string): string => host.replace(/(?<=^[^[\]]*|\]):[0-9]*$/, '')

/** Whether a list names a host, by comparison of whole names. */
const named = (host: string, trusted: readonly string[]): boolean =>
  trusted.some((entry) => {
    const name = withoutPort(entry.replace(/^\./, ''))
    return withoutPort(host) === name || (entry.startsWith('.') && withoutPort(host).endsWith(`.${name}`))
  })

/** The answers that trust and refuse. */
const trusting = (vector: Vector, { kind, host }: Question): Vector => ({
  ...without(vector, 'raises', 'status'),
  result: kind === 'is' ? true : host,
})
const refusing = (vector: Vector, { kind }: Question): Vector =>
  kind === 'is'
    ? { ...vector, result: false }
    : { ...without(vector, 'result'), raises: 'SecurityError', status: 400 }

const trusts = (vector: Vector): boolean => !('raises' in vector) && vector['result'] !== false

/** Rules on hosts, for every function that takes them. */
export const hostRules: readonly Deviation[] = [
  {
    name: 'host-case',
    reason:
      'Host names have no case (RFC 9110 section 4.2.3): a trusted host is trusted however it is written.',
    widens: true,
    applies(vector) {
      const asked = question(vector)
      if (asked === undefined || trusts(vector)) return false
      const { host, trusted } = asked
      const lower = trusted.map((entry) => entry.toLowerCase())
      return (
        /^(?:[a-zA-Z0-9.-]+|\[[a-fA-F0-9:.]+\])(?::[0-9]+)?$/.test(host) && named(host.toLowerCase(), lower)
      )
    },
    expected: (vector) => trusting(vector, question(vector)!),
  },
  {
    name: 'ipv6-host-trust',
    reason:
      'Werkzeug compares IPv6 hosts up to their first colon, so that `[::2]` is trusted by `[::1]`: the whole address is compared.',
    applies(vector) {
      const asked = question(vector)
      return (
        asked !== undefined &&
        trusts(vector) &&
        asked.host.startsWith('[') &&
        !named(
          asked.host.toLowerCase(),
          asked.trusted.map((entry) => entry.toLowerCase()),
        )
      )
    },
    expected: (vector) => refusing(vector, question(vector)!),
  },
]

export const bindings: Bindings = {
  calls: {
    host_is_trusted: (
      args: [string | null, Trusted?],
      kwargs: { hostname?: string | null; trustedList?: Trusted },
    ) => hostIsTrusted(args[0] ?? kwargs.hostname, args[1] ?? kwargs.trustedList),
    get_host: (
      args: [string, (string | null)?, (ServerAddress | null)?, Trusted?],
      kwargs: {
        scheme?: string
        hostHeader?: string | null
        server?: ServerAddress | null
        trustedHosts?: Trusted
      },
    ) =>
      getHost(
        args[0] ?? kwargs.scheme!,
        args[1] ?? kwargs.hostHeader,
        args[2] ?? kwargs.server,
        args[3] ?? kwargs.trustedHosts,
      ),
    get_current_url: (
      args: [string, string, string?, string?, (Uint8Array | null)?],
      kwargs: {
        scheme?: string
        host?: string
        rootPath?: string
        path?: string
        queryString?: Uint8Array | null
      },
    ) =>
      getCurrentUrl(
        args[0] ?? kwargs.scheme!,
        args[1] ?? kwargs.host!,
        args[2] ?? kwargs.rootPath,
        args[3] ?? kwargs.path,
        args[4] ?? kwargs.queryString,
      ),
    get_content_length: (
      args: [(string | null)?, (string | null)?],
      kwargs: { httpContentLength?: string | null; httpTransferEncoding?: string | null },
    ) => exact(getContentLength(args[0] ?? kwargs.httpContentLength, args[1] ?? kwargs.httpTransferEncoding)),
  },
  deviations: [
    ...hostRules,
    {
      name: 'length-beyond-exact-numbers',
      reason:
        'A Content-Length above 2^53 is a number that is no longer exact here: it is beyond every limit all the same.',
      widens: true,
      applies: (vector) =>
        String(vector['call']).endsWith('get_content_length') &&
        isJson(vector['result']) &&
        '$int' in vector['result'],
      expected: (vector) => ({ ...vector, result: 'beyond 2^53' }),
    },
  ],
}

const exact = (length: number | null): number | string | null =>
  length !== null && length > Number.MAX_SAFE_INTEGER ? 'beyond 2^53' : length
