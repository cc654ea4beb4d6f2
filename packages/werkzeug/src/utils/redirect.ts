import { escapeHtml } from '../escape-html.ts'
import { Response } from '../wrappers/response.ts'

/** Options of {@link redirect}. */
export interface RedirectOptions<R extends Response = Response> {
  /** The class of the answer. Default: Response. */
  readonly Response?: (new (response: string, options: { status: number; mimetype: string }) => R) | undefined
}

/**
 * An answer that sends the client elsewhere, with a page that links there for those that do not follow.
 * Python: `werkzeug.utils.redirect`.
 *
 * The location may hold any characters: it is sent as a URI. Never pass one that a client chose without a look at where
 * it leads.
 *
 * @param code 302 unless told; 303 makes the next request a GET, 307 and 308 repeat this one as it is
 * @throws TypeError when the location holds line ends
 * @example
 * const response = redirect('/caf\xe9?a=1&b=2', 303)
 * assert.equal(response.status, '303 SEE OTHER')
 * assert.equal(response.getWsgiHeaders({ REQUEST_METHOD: 'GET' }).get('Location'), '/caf%C3%A9?a=1&b=2')
 * assert.match(await response.getData({ asText: true }), /href="\/caf\xe9\?a=1&amp;b=2"/)
 */
export function redirect(location: string, code?: number): Response
export function redirect<R extends Response>(
  location: string,
  code: number | undefined,
  options: RedirectOptions<R>,
): R
export function redirect(
  location: string,
  code: number = 302,
  { Response: Class = Response }: RedirectOptions = {},
): Response {
  const shown = escapeHtml(location)
  const page =
    '<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n' +
    `<p>You should be redirected automatically to the target URL: <a href="${shown}">${shown}</a>. If not, click the link.\n`
  const response = new Class(page, { status: code, mimetype: 'text/html' })
  response.location = location
  return response
}
