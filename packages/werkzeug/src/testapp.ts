/**
 * An application that shows that the server works, `werkzeug.testapp`.
 *
 * @module
 */
import type { Body, Environ, StartResponse } from '@triptych/raw/gateway'
import { bytes } from '@triptych/raw/util'
import { escapeHtml } from './escape-html.ts'

/** What a request says of itself. Other keys may hold paths and secrets of the machine, as those of CGI do. */
const REQUEST_KEY =
  /^(?:REQUEST_METHOD|REQUEST_URI|SCRIPT_NAME|PATH_INFO|QUERY_STRING|CONTENT_(?:TYPE|LENGTH)|SERVER_(?:NAME|PORT|PROTOCOL)|REMOTE_(?:ADDR|PORT)|HTTP_[A-Z0-9_]+|wsgi\..+|triptych\..+)$/
/** Fields whose values are nobody's business, not even on the screen of who sent them. */
const SECRET_KEY = /COOKIE|AUTHORIZATION|TOKEN|SECRET|PASSWORD|API_?KEY|CREDENTIAL/

/**
 * Answers every request with a page about the server, its runtime and the request, `werkzeug.testapp.test_app`. All that is
 * shown is escaped; fields that carry secrets, and what belongs to the machine rather than to the request, are left out.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * let status
 * const [page] = testApp(setupTestingDefaults({ HTTP_COOKIE: 'id=secret', HTTP_X: '<x>' }), (line) => (status = line))
 * const html = new TextDecoder().decode(page)
 * assert.equal(status, '200 OK')
 * assert.match(html, /&lt;x&gt;/)
 * assert.doesNotMatch(html, /id=secret/)
 */
export function testApp(environ: Environ, startResponse: StartResponse): Body {
  const page = bytes(render(environ))
  startResponse('200 OK', [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Length', String(page.length)],
    ['Content-Security-Policy', "default-src 'none'"],
    ['Cache-Control', 'no-store'],
  ])
  return [page]
}

function render(environ: Environ): string {
  const keys = Object.keys(environ).toSorted()
  const shown = keys.filter((key) => REQUEST_KEY.test(key))
  const hidden = keys.length - shown.length
  return `<!doctype html>
<html lang="en">
<title>Triptych: it works</title>
<h1>It works</h1>
<p>This page was made by <code>@triptych/werkzeug/testapp</code>. It says what the server hands to an application.
<h2>Runtime</h2>
${table(runtimeFacts())}
<h2>Request</h2>
${table(shown.map((key) => [key, SECRET_KEY.test(key) ? '(not shown)' : describe(environ[key])]))}
<p>Keys that do not belong to the request and are not shown: ${hidden}
</html>
`
}

const table = (rows: readonly (readonly [name: string, value: string])[]): string =>
  `<table>\n${rows
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}<td><code>${escapeHtml(value)}</code>\n`)
    .join('')}</table>`

/** What the runtime says of itself, wherever that is. */
function runtimeFacts(): [string, string][] {
  const { navigator, process, Deno, Bun } = globalThis as {
    navigator?: { userAgent?: unknown; hardwareConcurrency?: unknown; language?: unknown }
    process?: { version?: unknown; platform?: unknown; arch?: unknown }
    Deno?: { version?: { deno?: unknown } }
    Bun?: { version?: unknown }
  }
  const facts: [string, unknown][] = [
    ['User agent', navigator?.userAgent],
    ['Deno', Deno?.version?.deno],
    ['Bun', Bun?.version],
    ['Node', process?.version],
    ['Platform', process?.platform],
    ['Architecture', process?.arch],
    ['Processors', navigator?.hardwareConcurrency],
    ['Time zone', new Intl.DateTimeFormat().resolvedOptions().timeZone],
  ]
  return facts.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])
}

/** A value in a few words: objects by what they are, never by what they hold. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `an object of the class ${className(value)}`
  return String(value)
}

const className = (value: object): string => {
  const { constructor } = value as { constructor?: unknown }
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'Object'
}
