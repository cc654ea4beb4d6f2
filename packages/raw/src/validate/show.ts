const MAX_TEXT = 120
const MAX_ITEMS = 4

/**
 * A value as it stands in a message: on one line, short, and recognisable. Text is quoted, so that control characters
 * are seen and do no harm in a log.
 *
 * @example
 * assert.equal(show('a\nb'), '"a\\nb"')
 * assert.equal(show(['X', 1]), '["X", 1]')
 * assert.equal(show(new Map()), 'an instance of Map')
 */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.slice(0, MAX_TEXT)) + (value.length > MAX_TEXT ? '...' : '')
  }
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Error) return `${value.name} ${show(value.message)}`
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) {
    const more = value.length > MAX_ITEMS ? ', ...' : ''
    return `[${value.slice(0, MAX_ITEMS).map(showItem).join(', ')}${more}]`
  }
  const name = (value.constructor as { name?: unknown } | undefined)?.name
  return typeof name === 'string' && name !== 'Object' && name !== ''
    ? `an instance of ${name}`
    : keysOf(value)
}

/** Lists in lists are cut short, so that the message stays a line even for a list that holds itself. */
function showItem(item: unknown): string {
  if (!Array.isArray(item)) return show(item)
  return item.some(Array.isArray) ? '[...]' : show(item)
}

function keysOf(value: object): string {
  const keys = Object.keys(value)
  if (keys.length === 0) return 'an empty object'
  return `an object with ${keys.slice(0, MAX_ITEMS).map(show).join(', ')}${keys.length > MAX_ITEMS ? ', ...' : ''}`
}
