import { randomBytes, timingSafeEqual } from 'node:crypto'
import { parseHost } from '@triptych/raw/http'
import type { Environ } from '@triptych/raw'

/** What keeps other pages and other names from using the lab. */
export class Guard {
  /** Stands in the page; a call without it is refused, so that another site's form or script can't send. */
  readonly token: string = randomBytes(18).toString('base64url')
  private readonly hosts: ReadonlySet<string>

  /** @param hosts names beside this machine's own under which the lab may be reached */
  constructor(hosts: readonly string[] = []) {
    this.hosts = new Set(['127.0.0.1', 'localhost', '[::1]', ...hosts.map((host) => host.toLowerCase())])
  }

  /** Another name in Host is DNS rebinding: a page of that name would be of the lab's own origin. */
  isKnownHost(environ: Environ): boolean {
    const host = parseHost(environ.HTTP_HOST ?? '')?.host.toLowerCase()
    return host !== undefined && this.hosts.has(host)
  }

  /**
   * Whether a call that does something comes from the lab's own page: same origin, and with the token.
   *
   * @returns the reason why not
   */
  refuses(environ: Environ): string | undefined {
    const origin = environ['HTTP_ORIGIN']
    const own = `${environ['wsgi.url_scheme']}://${environ.HTTP_HOST}`
    if (origin !== undefined && origin !== own)
      return 'Expected a call from the page of the lab, got one from another origin'
    const site = environ['HTTP_SEC_FETCH_SITE']
    if (site !== undefined && site !== 'same-origin')
      return 'Expected a call from the page of the lab, got one from another site'
    const given = Buffer.from(environ['HTTP_X_LAB_TOKEN'] ?? '')
    const wanted = Buffer.from(this.token)
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      return 'Expected the token of this page: load the page again'
    }
    return undefined
  }
}
