/**
 * Writes docs/divergences.md from the catalogue in test/conformance/divergence.
 * `npx tsx test/conformance/tools/divergences.ts` writes it, `--check` exits 1 when it is stale.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { ServiceCase } from '../src/suites/service/service-case.ts'
import { LEVEL_NAMES, readEnvironDivergences, readResolvedDivergences } from './divergence-catalogue.ts'
import type { EnvironDivergence, ResolvedDivergence } from './divergence-catalogue.ts'

const PAGE = new URL('../../../docs/divergences.md', import.meta.url)
const CASES = new URL('../cases/service/', import.meta.url)

const INTRODUCTION = `# Where the levels differ

The time service is written three times, on raw, webob and werkzeug. For every request that RFC 9112 calls valid the
three give the same answer over a server of ours: status line, fields but for Date, content, and what becomes of the connection.
\`npm run conform -- levels examples/time-service/raw.ts examples/time-service/webob.ts examples/time-service/werkzeug.ts\`
asks them all cases of the suite \`service\`. What follows is everything that is left, and what Python's three listings
disagree on where ours do not. The page is generated from \`test/conformance/divergence\`, and each row is tested.
`

/** The page. */
export function divergencesPage(): string {
  const environs = readEnvironDivergences()
  const resolved = readResolvedDivergences()
  const titles = caseTitles()
  const parts = [
    INTRODUCTION,
    `## ${environs.title}\n`,
    'Each level faithfully has its original\'s idea of an environ, so environs made by hand, or by a dispatcher, can tell them\napart. "Python" is what the same listings answer with WebOb 1.8.6 and Werkzeug 2.2.2.\n',
    ...environs.rows.map(environSection),
    `## ${resolved.title}\n`,
    `${resolved.source.replace(/ `python` has.*$/, '')} "Python" has the statuses of the raw, WebOb and Werkzeug listing where they are\nnot the same.\n`,
    ...resolved.rows.map((row) => resolvedSection(row, titles)),
  ]
  return `${parts.join('\n').trimEnd()}\n`
}

function environSection({ title, why, answers, environs }: EnvironDivergence): string {
  const ours = LEVEL_NAMES.map((level) => answers[level])
  const rows = environs.map(
    ({ set, python }) => `| ${code(environText(set))} | ${ours.join(' | ')} | ${python.join(', ')} |`,
  )
  const head = `| environ | ${LEVEL_NAMES.join(' | ')} | Python |\n|---|---|---|---|---|`
  return `### ${title}\n\n${why}\n\n${head}\n${rows.join('\n')}\n`
}

function resolvedSection(
  { title, why, answer, by, cases }: ResolvedDivergence,
  titles: ReadonlyMap<string, string>,
): string {
  const rows = cases.map(({ id, python = {} }) => {
    const answers = Object.entries(python).map(([server, statuses]) => `${server} ${statuses.join(', ')}`)
    return `| ${code(titles.get(id) ?? id)} | ${code(id)} | ${answers.join('; ') || 'the same status'} |`
  })
  return `### ${title}\n\n**${answer}** on each level of ours, by ${by}. ${why}\n\n| request | case | Python |\n|---|---|---|\n${rows.join('\n')}\n`
}

function environText(set: EnvironDivergence['environs'][number]['set']): string {
  return Object.entries(set)
    .map(([key, value]) => (value === null ? `no ${key}` : `${key}: ${JSON.stringify(value)}`))
    .join(', ')
}

/** As code within a table. */
function code(text: string): string {
  const shown = text.replaceAll('|', '\\|')
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``
}

function caseTitles(): Map<string, string> {
  const files = readdirSync(CASES).filter((name) => name.endsWith('.json'))
  const cases = files.flatMap(
    (name) => (JSON.parse(readFileSync(new URL(name, CASES), 'utf8')) as { cases: ServiceCase[] }).cases,
  )
  return new Map(cases.map(({ id, title }) => [id, title]))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = divergencesPage()
  if (!process.argv.includes('--check')) writeFileSync(PAGE, text)
  else if (readFileSync(PAGE, 'utf8') !== text) {
    console.error('docs/divergences.md is stale: run `npx tsx test/conformance/tools/divergences.ts`')
    process.exitCode = 1
  }
}
