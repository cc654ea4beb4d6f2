/**
 * The services in process with environs that no server of ours would make, where the abstractions may differ, and how is
 * said in the row. On the wire they are the conformance suite's: test/conformance/cases/service.
 */
import { describe, expect, test } from 'vitest'
import { setupTestingDefaults } from '@triptych/raw'
import type { Application, Environ } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { app as raw } from '../../examples/time-service/raw.ts'
import { app as webob } from '../../examples/time-service/webob.ts'
import { app as werkzeug } from '../../examples/time-service/werkzeug.ts'

/** The services by the abstraction that they are written on. */
const SERVICES: [name: 'raw' | 'webob' | 'werkzeug', app: Application][] = [
  ['raw', raw],
  ['webob', webob],
  ['werkzeug', werkzeug],
]

/** Reason and content by status. */
const ANSWERS: Readonly<Record<number, readonly [reason: string, body: RegExp]>> = {
  200: ['OK', /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/],
  404: ['Not Found', /^404 Not Found$/],
  501: ['Not Implemented', /^501 Not Implemented$/],
}

const OK = 200
const NOT_FOUND = 404
const NOT_IMPLEMENTED = 501
type Differing = Partial<Record<'raw' | 'webob' | 'werkzeug', number>>
const inProcess: [why: string, environ: Partial<Environ>, status: number, differing?: Differing][] = [
  ['plain', { HTTP_HOST: '127.0.0.1' }, OK],
  ['no Host: SERVER_NAME counts', { SERVER_NAME: '127.0.0.1', HTTP_HOST: undefined as never }, OK],
  ['no Host, another name', { SERVER_NAME: 'localhost' }, NOT_FOUND],
  ['a port', { HTTP_HOST: '127.0.0.1:8000' }, OK],
  ['an empty port', { HTTP_HOST: '127.0.0.1:' }, OK],
  ['two colons', { HTTP_HOST: '127.0.0.1:80:90' }, NOT_FOUND],
  // WebOb's `domain` cuts at the last colon and does not look at what follows; our servers refuse such a Host.
  ['a port that is none', { HTTP_HOST: '127.0.0.1:abc' }, NOT_FOUND, { webob: OK }],
  ['a port out of range', { HTTP_HOST: '127.0.0.1:65536' }, NOT_FOUND, { webob: OK }],
  ['another host', { HTTP_HOST: 'localhost' }, NOT_FOUND],
  ['IPv6', { HTTP_HOST: '[::1]' }, NOT_FOUND],
  ['IPv6 with port', { HTTP_HOST: '[::1]:8000' }, NOT_FOUND],
  ['IPv6 unclosed', { HTTP_HOST: '[::1' }, NOT_FOUND],
  ['an empty Host', { HTTP_HOST: '' }, NOT_FOUND],
  ['user information', { HTTP_HOST: 'u@127.0.0.1' }, NOT_FOUND],
  ['two Hosts joined', { HTTP_HOST: '127.0.0.1, 127.0.0.1' }, NOT_FOUND],
  ['a Host with NUL', { HTTP_HOST: '127.0.0.1\0' }, NOT_FOUND],
  ['a Host in latin-1', { HTTP_HOST: '127.0.0.1\xe9' }, NOT_FOUND],
  ['octal', { HTTP_HOST: '0177.0.0.1' }, NOT_FOUND],
  ['decimal', { HTTP_HOST: '2130706433' }, NOT_FOUND],
  ['an X-Forwarded-Host is not believed', { HTTP_HOST: 'x', HTTP_X_FORWARDED_HOST: '127.0.0.1' }, NOT_FOUND],
  ['another path', { PATH_INFO: '/x' }, NOT_FOUND],
  // Werkzeug's path has exactly one slash at its start, whatever a gateway made.
  ['an empty PATH_INFO made by hand', { PATH_INFO: '' }, NOT_FOUND, { werkzeug: OK }],
  ['slashes made by hand are left alone', { PATH_INFO: '//' }, NOT_FOUND, { werkzeug: OK }],
  ['a dot', { PATH_INFO: '/.' }, NOT_FOUND],
  ['a question mark is part of PATH_INFO', { PATH_INFO: '/?' }, NOT_FOUND],
  ['a question mark and more', { PATH_INFO: '/?x' }, NOT_FOUND],
  ['bytes that are no UTF-8', { PATH_INFO: '/\xff' }, NOT_FOUND],
  ['an overlong form', { PATH_INFO: '/\xc0\xaf' }, NOT_FOUND],
  ['a surrogate', { PATH_INFO: '/\xed\xa0\x80' }, NOT_FOUND],
  ['a cut sequence', { PATH_INFO: '/\xe2\x82' }, NOT_FOUND],
  ['NUL', { PATH_INFO: '/\0' }, NOT_FOUND],
  ['CR and LF', { PATH_INFO: '/\r\n' }, NOT_FOUND],
  ['an asterisk', { PATH_INFO: '*' }, NOT_FOUND],
  ['a query', { QUERY_STRING: 'q=1' }, OK],
  ['a query with anything', { QUERY_STRING: '\xff%zz/..' }, OK],
  ['POST', { REQUEST_METHOD: 'POST' }, NOT_IMPLEMENTED],
  ['HEAD', { REQUEST_METHOD: 'HEAD' }, NOT_IMPLEMENTED],
  ['a method in lower case', { REQUEST_METHOD: 'get' }, NOT_IMPLEMENTED],
  ['an unknown method', { REQUEST_METHOD: 'BREW' }, NOT_IMPLEMENTED],
  ['501 comes before 404', { REQUEST_METHOD: 'POST', PATH_INFO: '/x', HTTP_HOST: 'x' }, NOT_IMPLEMENTED],
  // The listings ask for different things: raw for PATH_INFO, WebOb for the whole path.
  ['mounted', { SCRIPT_NAME: '/time', PATH_INFO: '/' }, OK, { webob: NOT_FOUND }],
]

describe.each(SERVICES)('%s in process', (name, app) => {
  const rows = inProcess.map(
    ([why, given, status, differing]) => [why, given, differing?.[name] ?? status] as const,
  )
  test.each(rows)('%s', async (_why, given, status) => {
    const environ = { SERVER_NAME: '127.0.0.1', ...given }
    if (!('HTTP_HOST' in given)) environ.HTTP_HOST = environ.SERVER_NAME
    const complete = setupTestingDefaults(environ)
    if (given.HTTP_HOST === undefined && 'HTTP_HOST' in given) delete complete.HTTP_HOST
    const response = await call(app, complete)
    const [reason, body] = ANSWERS[status]!
    expect(response.code).toBe(status)
    expect(response.reason).toBe(reason)
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(response.text()).toMatch(given.REQUEST_METHOD === 'HEAD' ? /^$/ : body)
    expect(response.headers.get('Content-Length')).toBe(
      String(status === 200 ? 24 : status === 404 ? 13 : 19),
    )
  })
})
