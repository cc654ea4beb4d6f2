/**
 * The migration tables of those who come from WebOb and Werkzeug, docs/<library>/migration.md, from the rows in
 * test/oracle/<library>/names. `node --conditions=@triptych/source --import tsx tools/migration-page.ts` writes them; a
 * test holds the pages against the rows and the rows against the code.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One public name: Python's, the mark, ours (`Class.member`, or null), and what changed or why it is left out. */
type Row = readonly [python: string, mark: 'PORT' | 'ADAPT' | 'SKIP', ours: string | null, note?: string]

/** A Python module, and the subpaths of our package that hold its names. */
export interface Module {
  readonly python: string
  readonly subpaths: readonly string[]
}

/** A Python library and its modules; `root` stands for the package itself. */
export interface Library {
  readonly name: 'webob' | 'werkzeug'
  readonly title: string
  readonly version: string
  readonly modules: readonly Module[]
  /** Modules of the inventory that are not built yet. */
  readonly later: readonly string[]
}

const same = (python: string): Module => ({ python, subpaths: [`/${python.replaceAll(/[_.]/g, separator)}`] })
const separator = (mark: string): string => (mark === '.' ? '/' : '-')

/** Both libraries. */
export const LIBRARIES: readonly Library[] = [
  {
    name: 'webob',
    title: 'WebOb',
    version: '1.8.10',
    later: [],
    modules: [
      { python: 'root', subpaths: [''] },
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
      ].map(same),
    ],
  },
  {
    name: 'werkzeug',
    title: 'Werkzeug',
    version: '3.1.8',
    later: [],
    modules: [
      ...['wrappers', 'datastructures', 'http', 'exceptions', 'urls'].map(same),
      { python: 'utils', subpaths: ['/utils', '/send-file'] },
      ...['routing', 'test', 'serving', 'debug'].map(same),
      ...['security', 'wsgi', 'formparser', 'local', 'user_agent', 'testapp'].map(same),
      {
        python: 'middleware',
        subpaths: ['dispatcher', 'http-proxy', 'lint', 'profiler', 'proxy-fix', 'shared-data'].map(
          (name) => `/middleware/${name}`,
        ),
      },
      ...['sansio.http', 'sansio.multipart', 'sansio.request', 'sansio.response', 'sansio.utils'].map(same),
    ],
  },
]

/** The rows of a module. */
export function rowsOf(library: Library, python: string): Row[] {
  const url = new URL(`../test/oracle/${library.name}/names/${python}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as Row[]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The page as it must be. */
export function migrationPage(library: Library): string {
  const { name: folder, title, version, modules } = library
  const all = modules.flatMap(({ python }) => rowsOf(library, python))
  const count = (mark: string): number => all.filter(([, its]) => its === mark).length
  const head = `# From ${title} to @triptych/${folder}

Every public name of ${title} ${version} and where it is here: ${count('PORT')} are the same, ${count('ADAPT')} changed their
shape, ${count('SKIP')} are left out for the reason given. Written by tools/migration-page.ts from
test/oracle/${folder}/names, where a test checks that each name exists.

${RULES[folder]}`
  const parts = modules.map((module) => {
    const { python, subpaths } = module
    const heading = python === 'root' ? folder : `${folder}.${python}`
    const places = subpaths.map((subpath) => `\`@triptych/${folder}${subpath}\``).join(', ')
    const lines = rowsOf(library, python).map(([name, , ours, note]) => {
      const here = ours === null ? 'left out' : ours.includes(' ') ? cell(ours) : `\`${cell(ours)}\``
      return `| \`${cell(name)}\` | ${here} | ${cell(note ?? '')} |`
    })
    return `\n## ${heading}: ${places}\n\n| ${title} | here | what changed, or why not |\n| --- | --- | --- |\n${lines.join('\n')}\n`
  })
  return head + parts.join('')
}

const RULES: Record<Library['name'], string> = {
  webob: `The rules of translation: names are the camelCase of the Python ones; keyword arguments are one options object; an accessor
that reads a body is a method with a promise (\`await request.body()\`), assignment to it is \`setBody(value)\`, and
\`setBody(null)\` or \`= null\` is Python's \`del\`; \`mapping[key]\` is \`get(key)\` (\`undefined\` when absent),
\`key in mapping\` is \`has(key)\`, \`del mapping[key]\` is \`delete(key)\`; a datetime is a \`Date\`, a timedelta is a
number of seconds or \`{ seconds }\`, bytes are a \`Uint8Array\`, and \`None\` is \`null\`.
`,
  werkzeug: `The rules of translation: names are the camelCase of the Python ones; keyword arguments are one options object; an accessor
that reads a body is a method with a promise (\`await request.form()\`), assignment to it is \`setData(value)\`;
\`mapping[key]\` is \`at(key)\`, which throws when it is absent, \`get(key)\` gives \`undefined\` then;
\`key in mapping\` is \`has(key)\`, \`del mapping[key]\` is \`delete(key)\`, \`a | b\` is \`a.merged(b)\`, \`a |= b\` is
\`a.update(b)\`, \`a == b\` is \`a.equals(b)\`; iteration gives pairs, as in JavaScript's \`Map\`; a datetime is a \`Date\`, a
timedelta is a number of seconds, bytes are a \`Uint8Array\`, and \`None\` is \`null\`. What an object is called for in
Python (\`response(environ, start_response)\`) is its method \`application\`.
`,
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const library of LIBRARIES) {
    writeFileSync(new URL(`../docs/${library.name}/migration.md`, import.meta.url), migrationPage(library))
  }
}
