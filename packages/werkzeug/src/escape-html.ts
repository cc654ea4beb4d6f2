const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/**
 * Text as it may stand in HTML, between tags and in quoted attributes: `markupsafe.escape`.
 *
 * @example
 * assert.equal(escapeHtml('<a href="x">'), '&lt;a href=&#34;x&#34;&gt;')
 */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!) : text
}
