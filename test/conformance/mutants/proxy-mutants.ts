import type { ProxyFault } from './proxy/proxy-fault.ts'
export { startMutantProxy } from './proxy/mutant-proxy.ts'

/** A wrong proxy, and the cases of the suite `proxy` that must find it, without the suite's name. */
export interface ProxyMutant {
  readonly fault: ProxyFault
  readonly role: 'reverse' | 'forward'
  readonly caughtBy: readonly string[]
}

const reverse = (fault: ProxyFault, ...caughtBy: readonly string[]): ProxyMutant => ({
  fault,
  role: 'reverse',
  caughtBy,
})
const forward = (fault: ProxyFault, ...caughtBy: readonly string[]): ProxyMutant => ({
  fault,
  role: 'forward',
  caughtBy,
})

/** At least one for each group of cases. */
export const PROXY_MUTANTS: readonly ProxyMutant[] = [
  reverse(
    'keep-nominated',
    'hop.connection-nominated',
    'hop.connection-nominated-two',
    'hop.connection-nominated-case',
    'hop.connection-empty',
  ),
  reverse(
    'keep-hop',
    'hop.proxy-connection',
    'hop.te',
    'hop.upgrade',
    'hop.upgrade-h2c',
    'hop.proxy-authorization',
  ),
  reverse('drop-nominated', 'hop.nominate-host', 'hop.nominate-length', 'hop.nominate-xff'),
  reverse(
    'keep-response-hop',
    'hop.response-nominated',
    'hop.response-keep-alive',
    'hop.response-close',
    'hop.response-upgrade',
  ),
  reverse('no-via', 'via.request', 'via.request-append', 'via.request-10'),
  reverse('own-via', 'via.request-append', 'via.response-kept'),
  reverse('keep-forwarded', 'fwd.xff-two-lines', 'fwd.underscore-spoof'),
  reverse('keep-max-forwards', 'fwd.max-forwards-trace-0', 'fwd.max-forwards-dec'),
  reverse('refuse-unknown', 'fwd.forwarded-spoof', 'fwd.max-forwards-get'),
  reverse(
    'decode-target',
    'target.keep-pct-dots',
    'target.keep-pct-slash',
    'target.keep-query',
    'target.keep-pct-unreserved',
    'target.keep-pct-utf8',
    'target.keep-pct-nul',
  ),
  reverse('resolve-dots', 'target.keep-dots', 'target.keep-pct-dots'),
  reverse('merge-slashes', 'target.keep-slashes'),
  reverse('cut-params', 'target.keep-params'),
  reverse('keep-fragment', 'target.fragment'),
  reverse('first-host', 'target.two-hosts'),
  reverse(
    'drop-body',
    'framing.length',
    'framing.chunked',
    'framing.chunk-ext',
    'framing.trailers',
    'framing.get-body',
    'framing.expect',
    'framing.expect-to-10',
  ),
  reverse('complete-request', 'framing.body-cut'),
  reverse('close-after', 'framing.pipelined', 'reply.length', 'reply.head', 'hop.response-close'),
  reverse('merge-trailers', 'framing.trailers', 'reply.trailers'),
  reverse('complete-reply', 'reply.short', 'reply.chunk-cut', 'reply.chunk-no-last', 'reply.bad-chunk'),
  reverse('drop-reply-body', 'reply.length', 'reply.chunked-to-10', 'reply.http10', 'reply.trailers'),
  reverse('retry', 'reply.empty-post'),
  reverse('no-errors', 'reply.two-lengths', 'reply.garbage', 'reply.empty', 'reply.silent'),
  reverse('known-statuses', 'reply.status-unknown', 'reply.early', 'upgrade.websocket-refused'),
  reverse('refuse-upgrade', 'upgrade.websocket'),
  reverse('absolute-form', 'forward.reverse-open'),
  reverse(
    'tunnel',
    'framing.te-unknown',
    'framing.lf-header',
    'framing.nul-header',
    'framing.fold',
    'framing.space-colon',
    'reply.chunked-to-10',
    'reply.http10',
    'reply.two-lengths',
    'reply.space-colon',
    'reply.nul',
    'reply.garbage',
    'reply.surplus',
    'reply.204-body',
    'reply.silent',
    'interim.to-10',
    'interim.101-unasked',
    'target.two-hosts',
    'connect.reverse',
  ),
  forward('absolute-form', 'forward.get', 'forward.no-path', 'forward.options-star'),
  forward('drop-body', 'forward.post'),
  forward('keep-host', 'forward.host-replaced'),
  forward('no-via', 'forward.via'),
  forward('keep-hop', 'forward.proxy-authorization'),
  forward('keep-userinfo', 'forward.userinfo'),
  forward('by-host', 'forward.origin-form'),
  forward('no-errors', 'forward.unreachable'),
  forward('any-scheme', 'forward.scheme'),
  forward('no-early-data', 'connect.early-data', 'connect.10'),
]
