/**
 * Text for a terminal: control characters, with which a message could move the cursor or rename the window, are written as
 * escapes; line feeds and tabs stay.
 *
 * @example
 * assert.equal(printable('a\x1b[2Jb\n'), 'a\\x1b[2Jb\n')
 */
export function printable(text: string): string {
  return text.replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}
