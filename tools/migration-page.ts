/**
 * The migration table of WebOb's users, docs/webob/migration.md, from the rows in test/oracle/webob/names.
 * `npx tsx tools/migration-page.ts` writes it; a test holds the page against the rows and the rows against the code.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One public name: Python's, the mark, ours (`Class.member`, or null), and what changed or why it is left out. */
type Row = readonly [python: string, mark: 'PORT' | 'ADAPT' | 'SKIP', ours: string | null, note?: string]

/** WebOb's modules and the subpaths that hold their names. */
export const MODULES: readonly { python: string; subpath: string }[] = [
  { python: 'root', subpath: '' },
  ...[
    'request',
    'response',
    'exc',
    'acceptparse',
    'byterange',
    'cachecontrol',
    'client',
    'compat',
    'cookies',
    'datetime_utils',
    'dec',
    'descriptors',
    'etag',
    'headers',
    'multidict',
    'static',
    'util',
  ].map((python) => ({ python, subpath: `/${python.replace('_', '-')}` })),
]

/** The rows of a module. */
export function rowsOf(python: string): Row[] {
  const url = new URL(`../test/oracle/webob/names/${python}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as Row[]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The page as it must be. */
export function migrationPage(): string {
  const all = MODULES.flatMap(({ python }) => rowsOf(python))
  const count = (mark: string): number => all.filter(([, its]) => its === mark).length
  const head = `# From WebOb to @triptych/webob

Every public name of WebOb 1.8.10 and where it is here: ${count('PORT')} are the same, ${count('ADAPT')} changed their
shape, ${count('SKIP')} are left out for the reason given. Written by tools/migration-page.ts from
test/oracle/webob/names, where a test checks that each name exists.

The rules of translation: names are the camelCase of the Python ones; keyword arguments are one options object; an accessor
that reads a body is a method with a promise (\`await request.body()\`), assignment to it is \`setBody(value)\`, and
\`setBody(null)\` or \`= null\` is Python's \`del\`; \`mapping[key]\` is \`get(key)\` (\`undefined\` when absent),
\`key in mapping\` is \`has(key)\`, \`del mapping[key]\` is \`delete(key)\`; a datetime is a \`Date\`, a timedelta is a
number of seconds or \`{ seconds }\`, bytes are a \`Uint8Array\`, and \`None\` is \`null\`.
`
  const parts = MODULES.map(({ python, subpath }) => {
    const title = python === 'root' ? 'webob' : `webob.${python}`
    const lines = rowsOf(python).map(([name, , ours, note]) => {
      const here = ours === null ? 'left out' : ours.includes(' ') ? cell(ours) : `\`${cell(ours)}\``
      return `| \`${cell(name)}\` | ${here} | ${cell(note ?? '')} |`
    })
    return `\n## ${title}: \`@triptych/webob${subpath}\`\n\n| WebOb | here | what changed, or why not |\n| --- | --- | --- |\n${lines.join('\n')}\n`
  })
  return head + parts.join('')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/webob/migration.md', import.meta.url), migrationPage())
}
