import { ctime } from '@triptych/raw'

/** The decision of the time service, for the peers that have no application contract of their own. */
export function answer(method, host, url) {
  if (method !== 'GET') return { status: 501, text: '501 Not Implemented' }
  const name = host.includes(':') ? host.slice(0, host.indexOf(':')) : host
  const path = url.includes('?') ? url.slice(0, url.indexOf('?')) : url
  if (name !== '127.0.0.1' || path !== '/') return { status: 404, text: '404 Not Found' }
  return { status: 200, text: ctime() }
}
