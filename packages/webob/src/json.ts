/** Every character outside printable ASCII as an escape, so that the text is the same in any encoding. */
const ascii = (json: string): string =>
  json.replaceAll(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * JSON in one line without blanks, in ASCII: Python's `json.dumps(value, separators=(',', ':'))`.
 *
 * @throws TypeError when the value has no JSON form
 * @example
 * assert.equal(compactJson({ a: [1, 'caf\xe9'] }), '{"a":[1,"caf\\u00e9"]}')
 */
export function compactJson(value: unknown): string {
  if (value instanceof Uint8Array) throw new TypeError('Expected a value with a JSON form, got bytes')
  const json = JSON.stringify(value) as string | undefined
  if (json === undefined) throw new TypeError(`Expected a value with a JSON form, got ${typeof value}`)
  return ascii(json)
}

/**
 * JSON in one line with a blank after each comma and colon, in ASCII: Python's `json.dumps(value)`.
 *
 * @throws TypeError when the value has no JSON form
 * @example
 * assert.equal(spacedJson({ a: [1, 2], b: null }), '{"a": [1, 2], "b": null}')
 */
export const spacedJson = (value: unknown): string =>
  compactJson(value).replaceAll(/"(?:[^"\\]|\\.)*"|[,:]/g, (part) => (part.length === 1 ? `${part} ` : part))
