import type { Environ, StartResponse } from './gateway.ts'
import { bytes } from './util.ts'

/**
 * The environ as text, one `key: value` line each, sorted by key; what is no text is written as JSON where it can
 * be and by the name of its type where it can't.
 *
 * @example
 * assert.equal(dumpEnviron({ PATH_INFO: '/', 'wsgi.run_once': false }), "'PATH_INFO': '/'\n'wsgi.run_once': false\n")
 */
export function dumpEnviron(environ: Readonly<Record<string, unknown>>): string {
  return Object.keys(environ)
    .toSorted()
    .map((key) => `${literal(key)}: ${literal(environ[key])}\n`)
    .join('')
}

function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll(`\\"`, '"').replaceAll("'", "\\'")}'`
  if (typeof value === 'function') return `<function ${value.name || 'anonymous'}>`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `<${value.constructor?.name ?? 'object'}>`
  return String(value)
}

/**
 * The application of wsgiref's demo server: a greeting and the environ, `wsgiref.simple_server.demo_app`.
 *
 * @example
 * const answer = demoApp({ PATH_INFO: '/' } as never, () => async () => {})
 * assert.match(new TextDecoder().decode(answer[0]), /^Hello world!\n\n'PATH_INFO': '\/'/)
 */
export function demoApp(environ: Environ, startResponse: StartResponse): Uint8Array[] {
  startResponse('200 OK', [['Content-Type', 'text/plain; charset=utf-8']])
  return [bytes(`Hello world!\n\n${dumpEnviron(environ)}`)]
}
