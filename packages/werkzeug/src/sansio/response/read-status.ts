import { HTTP_STATUS_CODES } from '../../http/status-codes.ts'

/** A status line and its code. */
export interface StatusLine {
  readonly status: string
  readonly code: number
}

/** Python's whole numbers: a sign, single underscores between digits. */
const INTEGER = /^[+-]?[0-9]+(?:_[0-9]+)*$/

/** NUL ends texts elsewhere. */
const LINE_END = /[\0\r\n]/

const OK: StatusLine = Object.freeze({ status: '200 OK', code: 200 })

/**
 * A status from a code or a line. A code gets its reason in capitals, `UNKNOWN` when it has none; a line stays as it is,
 * one without a code in front gets 0. Python: `Response._clean_status`.
 *
 * @throws SyntaxError when it is empty
 * @throws TypeError when it holds a line end or NUL
 * @example
 * assert.deepEqual(readStatus(404), { status: '404 NOT FOUND', code: 404 })
 * assert.deepEqual(readStatus('404 Nowhere'), { status: '404 Nowhere', code: 404 })
 * assert.deepEqual(readStatus('299'), { status: '299 UNKNOWN', code: 299 })
 * assert.deepEqual(readStatus('Fine'), { status: '0 Fine', code: 0 })
 */
export function readStatus(value: number | string): StatusLine {
  if (value === 200) return OK
  if (typeof value === 'number') return { status: lineOf(Math.trunc(value)), code: Math.trunc(value) }
  const status = value.trim()
  if (status === '') throw new SyntaxError(`Expected a status, got ${JSON.stringify(value)}`)
  if (LINE_END.test(status)) {
    throw new TypeError(`Expected a status without line ends and NUL, got ${JSON.stringify(value)}`)
  }
  const end = status.indexOf(' ')
  const text = end < 0 ? status : status.slice(0, end)
  const code = codeOf(text.trim())
  if (code === undefined) return { status: `0 ${status}`, code: 0 }
  return { status: end < 0 ? lineOf(code) : status, code }
}

const lineOf = (code: number): string => `${code} ${HTTP_STATUS_CODES.get(code)?.toUpperCase() ?? 'UNKNOWN'}`

function codeOf(text: string): number | undefined {
  if (text.length === 3) {
    const hundreds = text.charCodeAt(0) - 48
    const tens = text.charCodeAt(1) - 48
    const units = text.charCodeAt(2) - 48
    if (hundreds >= 0 && hundreds < 10 && tens >= 0 && tens < 10 && units >= 0 && units < 10) {
      return hundreds * 100 + tens * 10 + units
    }
  }
  return INTEGER.test(text) ? Number(text.replaceAll('_', '')) : undefined
}
