import type { Cookie } from './cookie.ts'

/**
 * The cookies of a client, by domain, path and name.
 *
 * @example
 * import { Cookie } from '@triptych/werkzeug/test'
 * const jar = new CookieJar()
 * jar.put(Cookie.fromResponseHeader('localhost', '/', 'a=1'))
 * assert.equal(jar.headerFor('localhost', '/x'), 'a=1')
 * assert.equal(jar.headerFor('other', '/x'), '')
 */
export class CookieJar {
  private readonly cookies: Map<string, Cookie> = new Map()

  get(key: string, domain: string, path: string): Cookie | undefined {
    return this.cookies.get(nameOf(domain, path, key))
  }

  /** Keeps a cookie, or forgets the one that it takes away. */
  put(cookie: Cookie): void {
    const name = nameOf(cookie.domain, cookie.path, cookie.decodedKey)
    if (cookie.shouldDelete) this.cookies.delete(name)
    else this.cookies.set(name, cookie)
  }

  delete(key: string, domain: string, path: string): void {
    this.cookies.delete(nameOf(domain, path, key))
  }

  /** The Cookie field of a request; empty for none. */
  headerFor(serverName: string, path: string): string {
    return [...this.cookies.values()]
      .filter((cookie) => cookie.matchesRequest(serverName, path))
      .map((cookie) => cookie.toRequestHeader())
      .join('; ')
  }
}

function nameOf(domain: string, path: string, key: string): string {
  return JSON.stringify([domain, path, key])
}
