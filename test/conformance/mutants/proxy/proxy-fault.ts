/** What a mutant proxy does wrong. */
export type ProxyFault =
  /** Fields that Connection names go on. */
  | 'keep-nominated'
  /** Proxy-Connection, TE, Upgrade and their like go on. */
  | 'keep-hop'
  /** Whatever Connection names is removed, Host and lengths too. */
  | 'drop-nominated'
  /** The backend's Connection and what it names go to the client. */
  | 'keep-response-hop'
  | 'no-via'
  /** Its own Via replaces those that were there. */
  | 'own-via'
  /** X-Forwarded-For is what the client says, X_Forwarded_For too. */
  | 'keep-forwarded'
  | 'keep-max-forwards'
  /** The target is sent decoded, up to a NUL. */
  | 'decode-target'
  | 'resolve-dots'
  | 'merge-slashes'
  | 'cut-params'
  | 'keep-fragment'
  | 'first-host'
  /** The body of the request is left out. */
  | 'drop-body'
  /** A body that the client cut is sent as a whole one. */
  | 'complete-request'
  /** One request on a connection. */
  | 'close-after'
  /** Fields behind a chunked body are put into the head. */
  | 'merge-trailers'
  /** An answer that the backend cut is sent as a whole one. */
  | 'complete-reply'
  | 'drop-reply-body'
  /** Each request is sent again when the backend closed. */
  | 'retry'
  /** Its own errors have status 200. */
  | 'no-errors'
  /** Only statuses that everybody knows, and errors are all 502. */
  | 'known-statuses'
  | 'refuse-upgrade'
  /** The backend gets the target as the client sent it, with scheme and host. */
  | 'absolute-form'
  | 'keep-host'
  | 'any-scheme'
  /** Userinfo of the target is sent as part of the path. */
  | 'keep-userinfo'
  /** A forward proxy takes the Host of a target without one. */
  | 'by-host'
  /** Fields that it does not know are refused. */
  | 'refuse-unknown'
  /** Bytes behind CONNECT are lost, and with HTTP/1.0 the connection is closed. */
  | 'no-early-data'
  /** Bytes go through as they are, both ways. */
  | 'tunnel'

/** What one proxy does wrong: mutants do one thing. */
export type Faults = ReadonlySet<ProxyFault>
