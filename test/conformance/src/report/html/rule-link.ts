/** A reference with the address of the text that it names, where there is one. */
export interface RuleLink {
  readonly text: string
  readonly href?: string
}

/**
 * The places that a reference names. Nothing is loaded from there; a reader may follow them.
 *
 * @example
 * assert.deepEqual(ruleLinks('RFC 9112 §7.1, de facto'), [
 *   { text: 'RFC 9112 §7.1', href: 'https://www.rfc-editor.org/rfc/rfc9112#section-7.1' },
 *   { text: ', de facto' },
 * ])
 */
export function ruleLinks(ref: string): RuleLink[] {
  const links: RuleLink[] = []
  let end = 0
  for (const match of ref.matchAll(REFERENCE)) {
    if (match.index > end) links.push({ text: ref.slice(end, match.index) })
    links.push({ text: match[0], href: addressOf(match.groups ?? {}) })
    end = match.index + match[0].length
  }
  if (end < ref.length) links.push({ text: ref.slice(end) })
  return links
}

const REFERENCE =
  /\bRFC (?<rfc>\d{1,5})\b(?: §(?<section>\d+(?:\.\d+)*))?|\bCVE-(?<cve>\d{4}-\d{4,7})|\bCWE-(?<cwe>\d{1,5})|\bPEP (?<pep>\d{1,4})|\bGHSA-(?<ghsa>[a-z\d]{4}-[a-z\d]{4}-[a-z\d]{4})/g

function addressOf(groups: Readonly<Record<string, string | undefined>>): string {
  const { rfc, section, cve, cwe, pep, ghsa } = groups
  if (rfc !== undefined) {
    return `https://www.rfc-editor.org/rfc/rfc${rfc}${section === undefined ? '' : `#section-${section}`}`
  }
  if (cve !== undefined) return `https://www.cve.org/CVERecord?id=CVE-${cve}`
  if (cwe !== undefined) return `https://cwe.mitre.org/data/definitions/${cwe}.html`
  if (pep !== undefined) return `https://peps.python.org/pep-${pep.padStart(4, '0')}/`
  return `https://github.com/advisories/GHSA-${ghsa ?? ''}`
}
