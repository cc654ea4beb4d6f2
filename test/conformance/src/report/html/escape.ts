const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Text as it may stand in an element or a quoted attribute.
 *
 * @example
 * assert.equal(escapeHtml('<a href="x">'), '&lt;a href=&quot;x&quot;&gt;')
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (char) => ENTITIES[char]!)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\ufffd')
}

/**
 * Bytes, one character each, for people: CR, LF and other controls named, a line end after each line feed.
 *
 * @example
 * assert.equal(showBytes('a\r\nb\0'), 'a\\r\\n\nb\\x00')
 */
export function showBytes(bytes: string): string {
  return bytes.replace(/\\|\r|\n|[\0-\x1f\x7f-\xff]/g, (char) => {
    if (char === '\n') return '\\n\n'
    if (char === '\r') return '\\r'
    if (char === '\\') return '\\\\'
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

/**
 * Bytes as the argument of a POSIX shell's printf.
 *
 * @example
 * assert.equal(shellBytes("GET /%41 'x'\r\n"), `'GET /%%41 '\\''x'\\''\\r\\n'`)
 */
export function shellBytes(bytes: string): string {
  const text = bytes.replace(/[\\%'\r\n]|[\0-\x1f\x7f-\xff]/g, (char) => {
    if (char === '\r') return '\\r'
    if (char === '\n') return '\\n'
    if (char === '\\') return '\\\\'
    if (char === '%') return '%%'
    if (char === "'") return "'\\''"
    return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `'${text}'`
}
