/**
 * Bytes as they are written in the lab: each line end of the text stands for CR LF, `\n`, `\r`, `\t`, `\xHH` and `\\` for
 * single bytes, and a backslash at the end of a line takes the line end away.
 */
export function readBytes(text: string): string {
  const utf8 = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  return utf8.replace(
    /\\\n|\n|\\(?:x([\da-fA-F]{2})|([nrt\\]))/g,
    (all, hex: string | undefined, short: string) => {
      if (all === '\n') return '\r\n'
      if (all === '\\\n') return ''
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      return { n: '\n', r: '\r', t: '\t', '\\': '\\' }[short] ?? all
    },
  )
}

/** The other way round. */
export function writeBytes(bytes: string): string {
  return bytes.replace(/\r\n|\\|[\0-\x1f\x7f-\xff]/g, (char) => {
    if (char === '\r\n') return '\n'
    if (char === '\\') return '\\\\'
    return (
      { '\n': '\\n\\\n', '\r': '\\r', '\t': '\\t' }[char] ??
      `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
    )
  })
}

/** Bytes with everything visible: what came over the wire. */
export function showWire(bytes: string): Node {
  const fragment = document.createDocumentFragment()
  for (const part of bytes.split(/(\r\n|[\0-\x1f\x7f-\xff])/)) {
    if (part === '') continue
    if (part.length > 1 && part !== '\r\n') {
      fragment.append(part)
      continue
    }
    const code = part.charCodeAt(0)
    if (part.length === 1 && code >= 0x20 && code < 0x7f) {
      fragment.append(part)
      continue
    }
    const mark = document.createElement('i')
    const names: Readonly<Record<string, string>> = { '\r\n': 'CR LF', '\n': 'LF', '\r': 'CR', '\t': 'TAB' }
    mark.textContent = names[part] ?? code.toString(16).padStart(2, '0').toUpperCase()
    fragment.append(mark)
    if (part.endsWith('\n')) fragment.append('\n')
  }
  return fragment
}
