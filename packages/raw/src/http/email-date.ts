import { DIGIT, all } from './chars.ts'
import { MONTH_NAMES, rolledTime, utcTime } from './calendar.ts'

/** The parts of a date as an e-mail header gives them; nothing says that such a day exists. */
export interface EmailDate {
  readonly year: number
  /** From 0, as in `Date`. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Seconds east of UTC; 0 when the text has no zone, or one that is not known. */
  readonly offset: number
}

/** The zones of RFC 822 section 5.1 without the military letters, as hours and minutes. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['UT', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['Z', 0],
  ['AST', -400],
  ['ADT', -300],
  ['EST', -500],
  ['EDT', -400],
  ['CST', -600],
  ['CDT', -500],
  ['MST', -700],
  ['MDT', -600],
  ['PST', -800],
  ['PDT', -700],
])

const DAYS = new Set(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
const SHORT_MONTHS: readonly string[] = MONTH_NAMES.map((name) => name.toLowerCase())
const LONG_MONTHS: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/**
 * Reads a date with the loose grammar of mail headers: RFC 5322 section 3.3 with its obsolete forms (section
 * 4.3), and the three forms of HTTP. The weekday may be missing, day and month may change places, and so may
 * year and time; a zone may be a number, a US name or missing; years below 69 are 20xx, from 69 to 99 19xx.
 *
 * The grammar is the one of Python's `email.utils.parsedate_tz`, on which both originals stand. It yields
 * parts, since they differ in what follows: Werkzeug refuses 31 February ({@link emailTime}), WebOb lets it
 * run on into March ({@link rolledEmailTime}).
 *
 * @example
 * const date = parseEmailDate('6 Nov 94 8:49 EST')
 * assert.deepEqual(date, { year: 1994, month: 10, day: 6, hour: 8, minute: 49, second: 0, offset: -18000 })
 * assert.equal(parseEmailDate('tomorrow'), undefined)
 */
export function parseEmailDate(text: string): EmailDate | undefined {
  const words = firstWords(text)
  dropWeekday(words)
  if (words.length === 3) {
    const parts = words[0]!.split('-', 4)
    if (parts.length === 3) words.splice(0, 1, ...parts)
  }
  if (words.length === 4) words.splice(3, 1, ...splitZone(words[3]!))
  if (words.length < 5) return undefined
  let [day, month, year, time, zone] = words as [string, string, string, string, string]
  if (day === '' || month === '' || year === '') return undefined
  let monthIndex = monthNumber(month)
  if (monthIndex < 0) {
    ;[day, month] = [month, day]
    monthIndex = monthNumber(month)
    if (monthIndex < 0) return undefined
  }
  if (year.indexOf(':') > 0) [year, time] = [time, year]
  year = withoutComma(year)
  // asctime's order: the fourth word is the time, and the year stands where the zone would.
  if (year !== '' && !all(year[0]!, DIGIT)) [year, zone] = [zone, year]
  const clock = readClock(withoutComma(time))
  const yearNumber = integer(year)
  const dayNumber = integer(withoutComma(day))
  if (clock === undefined || yearNumber === undefined || dayNumber === undefined) return undefined
  return {
    year: yearNumber < 100 ? yearNumber + (yearNumber > 68 ? 1900 : 2000) : yearNumber,
    month: monthIndex,
    day: dayNumber,
    hour: clock[0],
    minute: clock[1],
    second: clock[2],
    offset: zoneOffset(zone),
  }
}

/** The first six words; what comes later is never looked at, however long the text is. */
function firstWords(text: string): string[] {
  const words: string[] = []
  for (let at = 0; at < text.length && words.length < 6; at++) {
    if (isSpace(text.charCodeAt(at))) continue
    const start = at
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++
    words.push(text.slice(start, at))
  }
  return words
}

/**
 * What Python's `str.split` takes for space: CR and LF of folded lines too, and separators far outside ASCII.
 */
function isSpace(code: number): boolean {
  if (code > 0xff) return String.fromCharCode(code).trim() === '' && code !== 0xfeff
  return (
    code === 0x20 ||
    (code >= 0x09 && code <= 0x0d) ||
    (code >= 0x1c && code <= 0x1f) ||
    code === 0x85 ||
    code === 0xa0
  )
}

function dropWeekday(words: string[]): void {
  const first = words[0]
  if (first === undefined) return
  if (first.endsWith(',') || DAYS.has(first.toLowerCase())) words.shift()
  // The blank after the comma may be missing.
  else words[0] = first.slice(first.lastIndexOf(',') + 1)
}

/** `08:49:37+0200` and `08:49:37-0200` without a blank between; else the time, and no zone. */
function splitZone(word: string): [time: string, zone: string] {
  const plus = word.indexOf('+')
  const at = plus < 0 ? word.indexOf('-') : plus
  return at > 0 ? [word.slice(0, at), word.slice(at)] : [word, '']
}

function monthNumber(word: string): number {
  const name = word.toLowerCase()
  const index = SHORT_MONTHS.indexOf(name)
  return index < 0 ? LONG_MONTHS.indexOf(name) : index
}

function withoutComma(word: string): string {
  return word.endsWith(',') ? word.slice(0, -1) : word
}

/** Hours, minutes and, unless they are left out, seconds; some mailers write points between. */
function readClock(word: string): readonly [hour: number, minute: number, second: number] | undefined {
  const parts = word.split(word.includes(':') ? ':' : '.', 4)
  if (parts.length !== 2 && parts.length !== 3) return undefined
  const hour = integer(parts[0]!)
  const minute = integer(parts[1]!)
  const second = integer(parts[2] ?? '0')
  if (hour === undefined || minute === undefined || second === undefined) return undefined
  return [hour, minute, second]
}

/** The seconds behind `+0130`, `EST` or nothing. */
function zoneOffset(zone: string): number {
  const known = ZONES.get(zone.toUpperCase()) ?? integer(zone) ?? 0
  const clock = Math.abs(known)
  return Math.sign(known) * (Math.floor(clock / 100) * 3600 + (clock % 100) * 60)
}

/** Decimal digits, also with a sign; more than 15 of them are no part of a date. */
function integer(word: string): number | undefined {
  const sign = word[0]
  const digits = sign === '+' || sign === '-' ? word.slice(1) : word
  if (digits.length > 15 || !all(digits, DIGIT)) return undefined
  return sign === '-' ? -Number(digits) : Number(digits)
}

/**
 * The time of an e-mail date, in milliseconds since 1970; `undefined` when there is no such day or time, or
 * the zone is a day or more away. This is `email.utils.parsedate_to_datetime`.
 *
 * @example
 * assert.equal(emailTime(parseEmailDate('Sun, 06 Nov 1994 08:49:37 +0200')!), 784104577000)
 * assert.equal(emailTime(parseEmailDate('31 Feb 1994 08:49:37 GMT')!), undefined)
 */
export function emailTime(date: EmailDate): number | undefined {
  const { year, month, day, hour, minute, second, offset } = date
  if (second > 59 || year < 1 || year > 9999 || Math.abs(offset) >= 86_400) return undefined
  const time = utcTime(year, month, day, hour, minute, second)
  return time === undefined ? undefined : time - offset * 1000
}

/**
 * The time of an e-mail date, in milliseconds since 1970, where what is too much runs on into the next month,
 * day or hour. This is `email.utils.mktime_tz`. `NaN` beyond what a `Date` can hold.
 *
 * @example
 * assert.equal(rolledEmailTime(parseEmailDate('31 Feb 1994 08:49:37 GMT')!), Date.UTC(1994, 2, 3, 8, 49, 37))
 */
export function rolledEmailTime(date: EmailDate): number {
  const { year, month, day, hour, minute, second, offset } = date
  return rolledTime(year, month, day, hour, minute, second) - offset * 1000
}
