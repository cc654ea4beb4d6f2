/**
 * A text without what differs from run to run: dates, times, ports and other long numbers.
 *
 * @example
 * assert.equal(maskPassing('Date: Tue, 24 Nov 2026 01:48:12 GMT, port 51234, length 12'), 'Date: #, port #, length 12')
 */
export function maskPassing(text: string): string {
  return text.replace(PASSING, '#')
}

const PASSING =
  /\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|\b[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}|\d{4,}/g
