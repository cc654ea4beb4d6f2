/**
 * Writes packages/raw/SPEC.md from the rules of the validator, so that check and specification are one text.
 * `npx tsx tools/spec.ts` writes it, `--check` exits 1 when it is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { SECTIONS } from '../packages/raw/src/validate/rules.ts'
import type { RuleText } from '../packages/raw/src/validate/rule.ts'

const PATH = new URL('../packages/raw/SPEC.md', import.meta.url)

const INTRODUCTION = `# The gateway contract

This is the contract between a server and an application, as the validator checks it. The text is generated from the
rules of \`@triptych/raw/validate\`: what stands here is checked, and what is checked stands here. The contract follows
WSGI (PEP 3333); its types are one page, [src/gateway.ts](src/gateway.ts).

A server turns a request into an *environ* and calls the application with it and with *startResponse*. The application
calls startResponse with a status and headers, and returns its *body*: an iterable or async iterable of blocks of bytes,
or a promise of one. The server sends the head with the first block that is not empty, sends each block at the pace of
the client, and closes the body on every path.

Each rule has an id that never changes its meaning. It says who keeps it (the application or the server), whether
breaking it throws (an error) or is reported (a warning), and where it comes from. Wrap an application with
\`validator(application)\`, or serve it with \`triptych serve FILE --validate\`.
`

const flow = (text: string): string => text.split(/\s+/).join(' ').trim()

function ruleText(rule: RuleText): string {
  const kept = rule.side === 'application' ? 'by the application' : 'by the server'
  const kind = rule.severity === 'error' ? 'an error' : 'a warning'
  return `### ${rule.id}\n\n${flow(rule.prose)}\n\n*Kept ${kept}; breaking it is ${kind}. ${rule.reference}. ${flow(rule.advice)}.*\n`
}

/** The whole document. */
export function specification(): string {
  const sections = SECTIONS.map(({ title, intro, rules }) =>
    [`## ${title}\n`, `${flow(intro)}\n`, ...rules.map(ruleText)].join('\n'),
  )
  return `${[INTRODUCTION, ...sections].join('\n').trimEnd()}\n`
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = specification()
  if (!process.argv.includes('--check')) writeFileSync(PATH, text)
  else if (readFileSync(PATH, 'utf8') !== text) {
    console.error('packages/raw/SPEC.md is stale: run `npx tsx tools/spec.ts`')
    process.exitCode = 1
  }
}
