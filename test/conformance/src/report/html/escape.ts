const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Text as it may stand in an element or a quoted attribute. Controls, which HTML does not allow, become U+FFFD.
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
 * A value as JSON that may stand in a `script` element: nothing in it ends the element or begins a comment.
 *
 * @example
 * assert.equal(scriptJson(['</script>']), '["\\u003c/script>"]')
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
