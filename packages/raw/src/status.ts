import { DIGIT, skip } from './http/chars.ts'
import { FieldError, isFieldValue } from './http/field.ts'

/** The reason phrases of the IANA registry (RFC 9110 section 15 and the RFCs it names), in Python's spelling. */
export const STATUS_PHRASES: ReadonlyMap<number, string> = new Map([
  [100, 'Continue'],
  [101, 'Switching Protocols'],
  [102, 'Processing'],
  [103, 'Early Hints'],
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [203, 'Non-Authoritative Information'],
  [204, 'No Content'],
  [205, 'Reset Content'],
  [206, 'Partial Content'],
  [207, 'Multi-Status'],
  [208, 'Already Reported'],
  [226, 'IM Used'],
  [300, 'Multiple Choices'],
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [303, 'See Other'],
  [304, 'Not Modified'],
  [305, 'Use Proxy'],
  [307, 'Temporary Redirect'],
  [308, 'Permanent Redirect'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [402, 'Payment Required'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [406, 'Not Acceptable'],
  [407, 'Proxy Authentication Required'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [411, 'Length Required'],
  [412, 'Precondition Failed'],
  [413, 'Content Too Large'],
  [414, 'URI Too Long'],
  [415, 'Unsupported Media Type'],
  [416, 'Range Not Satisfiable'],
  [417, 'Expectation Failed'],
  [418, "I'm a Teapot"],
  [421, 'Misdirected Request'],
  [422, 'Unprocessable Content'],
  [423, 'Locked'],
  [424, 'Failed Dependency'],
  [425, 'Too Early'],
  [426, 'Upgrade Required'],
  [428, 'Precondition Required'],
  [429, 'Too Many Requests'],
  [431, 'Request Header Fields Too Large'],
  [451, 'Unavailable For Legal Reasons'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
  [505, 'HTTP Version Not Supported'],
  [506, 'Variant Also Negotiates'],
  [507, 'Insufficient Storage'],
  [508, 'Loop Detected'],
  [510, 'Not Extended'],
  [511, 'Network Authentication Required'],
])

const CLASS_PHRASES = [
  'Continue',
  'Success',
  'Multiple Choices',
  'Unknown Client Error',
  'Unknown Server Error',
]

/**
 * The status text for a code: the registered phrase, or that of its class.
 *
 * @throws RangeError unless 100 <= code <= 599
 * @example
 * assert.equal(statusText(404), '404 Not Found')
 * assert.equal(statusText(499), '499 Unknown Client Error')
 */
export function statusText(code: number): string {
  if (!Number.isInteger(code) || code < 100 || code > 599) {
    throw new RangeError(`Expected a status code from 100 to 599, got ${code}`)
  }
  return `${code} ${STATUS_PHRASES.get(code) ?? CLASS_PHRASES[Math.floor(code / 100) - 1]}`
}

/** A status as `startResponse` takes it, taken apart. */
export interface Status {
  readonly code: number
  readonly reason: string
}

const parsed = new Map<string, Status>()

/**
 * Takes apart the status of `startResponse`: three digits, one space, a reason (PEP 3333, "The start_response()
 * Callable"; RFC 9112 section 4 also allows the reason to be empty).
 *
 * @throws FieldError when it has another form, a control character, or a code below 100 or above 599
 * @example
 * assert.deepEqual(parseStatus('404 Not Found'), { code: 404, reason: 'Not Found' })
 */
export function parseStatus(text: string): Status {
  const known = parsed.get(text)
  if (known) return known
  if (typeof text !== 'string' || skip(text, 0, DIGIT, 3) !== 3 || text[3] !== ' ' || !isFieldValue(text)) {
    throw new FieldError(`Expected a status such as "200 OK", got ${JSON.stringify(text)}`)
  }
  const status = { code: Number(text.slice(0, 3)), reason: text.slice(4) }
  if (status.code < 100 || status.code > 599) {
    throw new FieldError(`Expected a status code from 100 to 599, got ${JSON.stringify(text)}`)
  }
  // Few texts occur in a program; the bound only guards against one that puts data into the reason.
  if (parsed.size < 200) parsed.set(text, status)
  return status
}

/**
 * Whether a response with this status has no content by definition: 1xx, 204 and 304 (RFC 9110 section 6.4.1).
 *
 * @example
 * assert.equal(isBodiless(204), true)
 * assert.equal(isBodiless(205), false)
 */
export function isBodiless(code: number): boolean {
  return code < 200 || code === 204 || code === 304
}
