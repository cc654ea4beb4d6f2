import { describe, expect, test } from 'vitest'
import { call } from '@triptych/raw/testing'
import * as exc from '@triptych/webob/exc'
import { statusMap, stripTags, type WSGIHTTPException } from '@triptych/webob/exc'

const CLIENT =
  'The server could not comply with the request since it is either malformed or otherwise incorrect.'
const SERVER = 'The server has either erred or is incapable of performing the requested operation.'

/** Code, class, title, and what the body begins with behind the status. */
const ROWS: readonly (readonly [number, string, string, string])[] = [
  [200, 'HTTPOk', 'OK', ''],
  [201, 'HTTPCreated', 'Created', ''],
  [202, 'HTTPAccepted', 'Accepted', 'The request is accepted for processing.'],
  [203, 'HTTPNonAuthoritativeInformation', 'Non-Authoritative Information', ''],
  [204, 'HTTPNoContent', 'No Content', ''],
  [205, 'HTTPResetContent', 'Reset Content', ''],
  [206, 'HTTPPartialContent', 'Partial Content', ''],
  [300, 'HTTPMultipleChoices', 'Multiple Choices', 'The resource has been moved to http://127.0.0.1/'],
  [301, 'HTTPMovedPermanently', 'Moved Permanently', 'The resource has been moved to http://127.0.0.1/'],
  [302, 'HTTPFound', 'Found', 'The resource was found at http://127.0.0.1/'],
  [303, 'HTTPSeeOther', 'See Other', 'The resource has been moved to http://127.0.0.1/'],
  [304, 'HTTPNotModified', 'Not Modified', ''],
  [
    305,
    'HTTPUseProxy',
    'Use Proxy',
    'The resource must be accessed through a proxy located at http://127.0.0.1/',
  ],
  [307, 'HTTPTemporaryRedirect', 'Temporary Redirect', 'The resource has been moved to http://127.0.0.1/'],
  [308, 'HTTPPermanentRedirect', 'Permanent Redirect', 'The resource has been moved to http://127.0.0.1/'],
  [400, 'HTTPBadRequest', 'Bad Request', CLIENT],
  [401, 'HTTPUnauthorized', 'Unauthorized', 'This server could not verify that you are authorized to access'],
  [402, 'HTTPPaymentRequired', 'Payment Required', 'Access was denied for financial reasons.'],
  [403, 'HTTPForbidden', 'Forbidden', 'Access was denied to this resource.'],
  [404, 'HTTPNotFound', 'Not Found', 'The resource could not be found.'],
  [405, 'HTTPMethodNotAllowed', 'Method Not Allowed', 'The method GET is not allowed for this resource.'],
  [406, 'HTTPNotAcceptable', 'Not Acceptable', 'The resource could not be generated that was acceptable'],
  [
    407,
    'HTTPProxyAuthenticationRequired',
    'Proxy Authentication Required',
    'Authentication with a local proxy',
  ],
  [408, 'HTTPRequestTimeout', 'Request Timeout', 'The server has waited too long for the request'],
  [409, 'HTTPConflict', 'Conflict', 'There was a conflict when trying to complete your request.'],
  [410, 'HTTPGone', 'Gone', 'This resource is no longer available. No forwarding address is given.'],
  [411, 'HTTPLengthRequired', 'Length Required', 'Content-Length header required.'],
  [412, 'HTTPPreconditionFailed', 'Precondition Failed', 'Request precondition failed.'],
  [413, 'HTTPRequestEntityTooLarge', 'Request Entity Too Large', 'The body of your request was too large'],
  [414, 'HTTPRequestURITooLong', 'Request-URI Too Long', 'The request URI was too long for this server.'],
  [415, 'HTTPUnsupportedMediaType', 'Unsupported Media Type', 'The request media type'],
  [416, 'HTTPRequestRangeNotSatisfiable', 'Request Range Not Satisfiable', 'The Range requested is not'],
  [417, 'HTTPExpectationFailed', 'Expectation Failed', 'Expectation failed.'],
  [
    421,
    'HTTPMisdirectedRequest',
    'Misdirected Request',
    'The request went to a server that cannot answer it.',
  ],
  [422, 'HTTPUnprocessableEntity', 'Unprocessable Entity', 'Unable to process the contained instructions'],
  [423, 'HTTPLocked', 'Locked', 'The resource is locked'],
  [424, 'HTTPFailedDependency', 'Failed Dependency', 'The method could not be performed because'],
  [425, 'HTTPTooEarly', 'Too Early', 'The request could be replayed'],
  [426, 'HTTPUpgradeRequired', 'Upgrade Required', 'The request has to be made in another protocol.'],
  [428, 'HTTPPreconditionRequired', 'Precondition Required', 'This request is required to be conditional'],
  [429, 'HTTPTooManyRequests', 'Too Many Requests', 'The client has sent too many requests'],
  [
    431,
    'HTTPRequestHeaderFieldsTooLarge',
    'Request Header Fields Too Large',
    'The request header fields were',
  ],
  [
    451,
    'HTTPUnavailableForLegalReasons',
    'Unavailable For Legal Reasons',
    'The resource is not available due',
  ],
  [500, 'HTTPInternalServerError', 'Internal Server Error', SERVER],
  [
    501,
    'HTTPNotImplemented',
    'Not Implemented',
    'The request method GET is not implemented for this server.',
  ],
  [502, 'HTTPBadGateway', 'Bad Gateway', 'Bad gateway.'],
  [503, 'HTTPServiceUnavailable', 'Service Unavailable', 'The server is currently unavailable.'],
  [504, 'HTTPGatewayTimeout', 'Gateway Timeout', 'The gateway has timed out.'],
  [505, 'HTTPVersionNotSupported', 'HTTP Version Not Supported', 'The HTTP version is not supported.'],
  [506, 'HTTPVariantAlsoNegotiates', 'Variant Also Negotiates', 'The server cannot choose between'],
  [507, 'HTTPInsufficientStorage', 'Insufficient Storage', 'There was not enough space to save the resource'],
  [508, 'HTTPLoopDetected', 'Loop Detected', 'The server found a loop while it processed the request.'],
  [510, 'HTTPNotExtended', 'Not Extended', 'The request has to be made with an extension.'],
  [511, 'HTTPNetworkAuthenticationRequired', 'Network Authentication Required', 'Network authentication is'],
]
const EMPTY = new Set([204, 205, 304])

/** The family that a status belongs to. */
const familyOf = (code: number): unknown => {
  if (code < 300) return exc.HTTPOk
  if (code < 400) return exc.HTTPRedirection
  return code < 500 ? exc.HTTPClientError : exc.HTTPServerError
}

describe('statusMap', () => {
  test('has a class for each of the codes, and no other', () => {
    expect([...statusMap.keys()].toSorted((a, b) => a - b)).toEqual(ROWS.map(([code]) => code))
  })

  test.each(ROWS)('%i is %s, %s', async (code, name, title, start) => {
    const type = statusMap.get(code)!
    const error = new type('The detail')
    expect(error).toBeInstanceOf(familyOf(code))
    expect(error).toBeInstanceOf(Error)
    expect([type, error.name, error.code, error.title]).toEqual([
      (exc as Record<string, unknown>)[name],
      name,
      code,
      title,
    ])
    const answer = await call(error, '/')
    expect(answer.status).toBe(`${code} ${title}`)
    const page = EMPTY.has(code) ? '' : `${code} ${title}\n\n${start}`
    expect(answer.text().replace('\n\n ', '\n\n').slice(0, page.length)).toBe(page)
    expect(answer.text().includes('The detail')).toBe(!EMPTY.has(code))
  })

  test.each(ROWS.filter(([code]) => !EMPTY.has(code)))(
    '%i in HTML says the same as in plain text',
    async (code) => {
      const make = (): WSGIHTTPException => new (statusMap.get(code)!)('The detail')
      const html = await call(make(), { target: '/', headers: { Accept: 'text/html' } })
      const plain = await call(make(), { target: '/', headers: { Accept: 'text/plain' } })
      const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
      const body = html.text().slice(html.text().indexOf('<h1>'))
      const without = (text: string): string => squeezed(text).replace(/content of type [^ ]+\./, 'content.')
      expect(without(stripTags(body))).toBe(without(plain.text()))
    },
  )

  test.each([...EMPTY])('%i has no body and no fields about one', async (code) => {
    const answer = await call(new (statusMap.get(code)!)('The detail'), {
      target: '/',
      headers: { Accept: '*/*' },
    })
    expect(answer.text()).toBe('')
    expect(answer.headers.get('Content-Type')).toBe(undefined)
  })

  test('bases have a status of their own, and are not in the map', () => {
    expect([new exc.HTTPClientError().status, new exc.HTTPServerError().status]).toEqual([
      '400 Bad Request',
      '500 Internal Server Error',
    ])
    expect([...statusMap.values()]).not.toContain(exc.HTTPClientError)
    expect(statusMap.get(299)).toBe(undefined)
  })
})
