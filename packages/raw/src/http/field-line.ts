import { FIELD, TCHAR, WS, is, skip } from './chars.ts'
import { checkField } from './field.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from './message-error.ts'

/** What a recipient may forgive in field lines. Everything is off unless asked for. */
export interface FieldLeniency {
  /** Take a line feed without carriage return as the end of a line (RFC 9112 section 2.2 permits it). Default: false. */
  readonly bareLf?: boolean
  /** Join a line that begins with whitespace to the one before it by a space (section 5.2). Default: false. */
  readonly obsFold?: boolean
  /** Take whitespace between name and colon away, as proxies do in responses (section 5.1). Default: false. */
  readonly spaceBeforeColon?: boolean
}

/** How much of a field section is read before it is refused (RFC 9110 section 5.4). */
export interface FieldLimits {
  /** Number of field lines. Default: 100. */
  readonly maxFields?: number
  /** Bytes of all field lines with their line ends. Default: 65536. */
  readonly maxFieldBytes?: number
}

/** The default of {@link FieldLimits.maxFields}. */
export const MAX_FIELDS = 100
/** The default of {@link FieldLimits.maxFieldBytes}. */
export const MAX_FIELD_BYTES = 65_536

/**
 * Reads one field line and appends name and value to a flat list. RFC 9112 section 5:
 *
 *     field-line   = field-name ":" OWS field-value OWS
 *     field-name   = token
 *     field-value  = *field-content                     ; FIELD characters, RFC 9110 section 5.5
 *     obs-fold     = OWS CRLF RWS                       ; refused, see FieldLeniency
 *
 * @param text holds the line between `start` and `end`, without its line end
 * @param status of the errors: 400 for a request, 502 for a response
 * @param valid whether the caller knows that the line holds field characters only
 * @throws MessageSyntaxError with the code `ERR_FIELD_NAME`, `ERR_FIELD_VALUE` or `ERR_OBS_FOLD`
 * @example
 * const fields: string[] = []
 * readFieldLine('Host:  example.com ', 0, 19, fields, 400, {})
 * assert.deepEqual(fields, ['Host', 'example.com'])
 * assert.throws(() => readFieldLine('Host : a', 0, 8, fields, 400, {}), { code: 'ERR_FIELD_NAME', status: 400 })
 */
export function readFieldLine(
  text: string,
  start: number,
  end: number,
  fields: string[],
  status: number,
  leniency: FieldLeniency,
  valid: boolean = false,
): void {
  const colon = skip(text, start, TCHAR, end)
  if (colon === start || colon === end || text.charCodeAt(colon) !== 0x3a) {
    readOddLine(text, start, end, fields, status, leniency)
    return
  }
  const value = valid ? trimmed(text, colon + 1, end) : readValue(text, colon + 1, end, status)
  fields.push(text.slice(start, colon), value)
}

function readValue(text: string, start: number, end: number, status: number): string {
  const bad = skip(text, start, FIELD, end)
  if (bad === end) return trimmed(text, start, end)
  throw new MessageSyntaxError(
    status,
    'ERR_FIELD_VALUE',
    'RFC 9110 section 5.5',
    `Expected a field value without control characters, got ${excerpt(text.slice(start, bad + 1))}`,
  )
}

function trimmed(text: string, start: number, end: number): string {
  let first = start
  let last = end
  while (first < last && is(text.charCodeAt(first), WS)) first++
  while (last > first && is(text.charCodeAt(last - 1), WS)) last--
  return text.slice(first, last)
}

/** The lines that are forgiven only by name: folded ones, and blanks before the colon. */
function readOddLine(
  text: string,
  start: number,
  end: number,
  fields: string[],
  status: number,
  leniency: FieldLeniency,
): void {
  if (is(text.charCodeAt(start), WS) && start < end) {
    if (leniency.obsFold !== true || fields.length === 0) {
      throw new MessageSyntaxError(
        status,
        'ERR_OBS_FOLD',
        'RFC 9112 section 5.2',
        `Expected a field name at the start of the line, got whitespace before ${excerpt(text.slice(skip(text, start, WS, end), end))}`,
      )
    }
    const value = readValue(text, start, end, status)
    const before = fields[fields.length - 1]!
    fields[fields.length - 1] = before === '' || value === '' ? before + value : `${before} ${value}`
    return
  }
  const nameEnd = skip(text, start, TCHAR, end)
  const colon = skip(text, nameEnd, WS, end)
  if (
    leniency.spaceBeforeColon === true &&
    nameEnd > start &&
    text.charCodeAt(colon) === 0x3a &&
    colon < end
  ) {
    fields.push(text.slice(start, nameEnd), readValue(text, colon + 1, end, status))
    return
  }
  throw new MessageSyntaxError(
    status,
    'ERR_FIELD_NAME',
    'RFC 9112 section 5.1',
    `Expected a token and a colon, got ${excerpt(text.slice(start, end))}`,
  )
}

/**
 * Refuses a field section that has outgrown its limits.
 *
 * @param count field lines so far
 * @param size bytes so far
 * @throws MessageLimitError with the code `ERR_TOO_MANY_FIELDS` or `ERR_FIELDS_TOO_LARGE`
 * @example
 * checkFieldLimits(3, 200, 431, {})
 * assert.throws(() => checkFieldLimits(101, 200, 431, {}), { code: 'ERR_TOO_MANY_FIELDS', status: 431 })
 */
export function checkFieldLimits(count: number, size: number, status: number, limits: FieldLimits): void {
  const { maxFields = MAX_FIELDS, maxFieldBytes = MAX_FIELD_BYTES } = limits
  if (size > maxFieldBytes) {
    throw new MessageLimitError(
      status,
      'ERR_FIELDS_TOO_LARGE',
      'RFC 9110 section 5.4',
      `Expected at most ${maxFieldBytes} bytes of fields, got more`,
    )
  }
  if (count > maxFields) {
    throw new MessageLimitError(
      status,
      'ERR_TOO_MANY_FIELDS',
      'RFC 9110 section 5.4',
      `Expected at most ${maxFields} fields, got more`,
    )
  }
}

/**
 * Writes field lines, as they stand in heads and after chunked content.
 *
 * @throws FieldError for a field that cannot be sent
 * @example
 * assert.equal(formatFields([['A', '1'], ['B', '']]), 'A: 1\r\nB: \r\n')
 * assert.throws(() => formatFields([['A', 'x\r\nB: y']]), TypeError)
 */
export function formatFields(fields: Iterable<readonly [name: string, value: string]>): string {
  let text = ''
  for (const [name, value] of fields) {
    checkField(name, value)
    text += `${name}: ${value}\r\n`
  }
  return text
}
