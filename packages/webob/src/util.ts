/** The key of a method that gives an object's own HTML: Python's `__html__`. */
export const toHtml: unique symbol = Symbol('triptych.toHtml')

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

/**
 * A value as HTML text: null is nothing, an object with a {@link toHtml} method says so itself, anything else is
 * escaped, non-ASCII characters as numbers; bytes are UTF-8. Python: `webob.util.html_escape`.
 *
 * @example
 * assert.equal(htmlEscape('<a href="x">caf\xe9</a>'), '&lt;a href=&quot;x&quot;&gt;caf&#233;&lt;/a&gt;')
 * assert.equal(htmlEscape({ [toHtml]: () => '<b>bold</b>' }), '<b>bold</b>')
 */
export function htmlEscape(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object' && toHtml in value && typeof value[toHtml] === 'function') {
    return String(value[toHtml]())
  }
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Uint8Array
        ? new TextDecoder().decode(value)
        : (value as number).toString()
  return text.replaceAll(
    /[&<>"']|[^\0-\x7f]/gu,
    (character) => ESCAPES[character] ?? `&#${character.codePointAt(0)!};`,
  )
}

/**
 * Status codes and the reasons that WebOb gives them, with the registered codes that it lacks (103, 208, 421, 425, 506 and
 * 508, whose reasons are those of the IANA registry). Python: `webob.util.status_reasons`.
 *
 * @example
 * assert.equal(statusReasons.get(404), 'Not Found')
 */
export const statusReasons: ReadonlyMap<number, string> = new Map([
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
  [207, 'Multi Status'],
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
  [413, 'Request Entity Too Large'],
  [414, 'Request URI Too Long'],
  [415, 'Unsupported Media Type'],
  [416, 'Requested Range Not Satisfiable'],
  [417, 'Expectation Failed'],
  [418, "I'm a teapot"],
  [421, 'Misdirected Request'],
  [422, 'Unprocessable Entity'],
  [423, 'Locked'],
  [424, 'Failed Dependency'],
  [425, 'Too Early'],
  [426, 'Upgrade Required'],
  [428, 'Precondition Required'],
  [429, 'Too Many Requests'],
  [431, 'Request Header Fields Too Large'],
  [451, 'Unavailable for Legal Reasons'],
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

/**
 * The reason of a class of status codes, by its first digit, for codes without a reason of their own.
 * Python: `webob.util.status_generic_reasons`.
 *
 * @example
 * assert.equal(statusGenericReasons.get(4), 'Unknown Client Error')
 */
export const statusGenericReasons: ReadonlyMap<number, string> = new Map([
  [1, 'Continue'],
  [2, 'Success'],
  [3, 'Multiple Choices'],
  [4, 'Unknown Client Error'],
  [5, 'Unknown Server Error'],
])

/**
 * Whether two byte strings or ASCII texts are equal, in a time that depends on the length of the second only.
 * Python: `hmac.compare_digest`.
 *
 * @example
 * assert.equal(compareDigest('secret', 'secret'), true)
 * assert.equal(compareDigest(new Uint8Array([1]), new Uint8Array([1, 2])), false)
 */
export function compareDigest(one: string | Uint8Array, other: string | Uint8Array): boolean {
  const at = (text: string | Uint8Array, index: number): number =>
    typeof text === 'string' ? text.charCodeAt(index) : text[index]!
  let difference = one.length ^ other.length
  const length = one.length
  for (let index = 0; index < other.length; index++) {
    difference |= (length === 0 ? 0 : at(one, index % length)) ^ at(other, index)
  }
  return difference === 0
}

/**
 * Whether two byte strings or texts differ, in constant time. Python: `webob.util.strings_differ`.
 *
 * @example
 * assert.equal(stringsDiffer('a', 'b'), true)
 */
export function stringsDiffer(one: string | Uint8Array, other: string | Uint8Array): boolean {
  return !compareDigest(one, other)
}
