/**
 * Makes what the debugger's page loads: packages/werkzeug/src/debug/assets/{highlighter,page-script,page-style}.ts, each one
 * text, minified. `npx tsx tools/debugger-assets.ts` writes them; a test of the package compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { ROOT } from './sources.ts'

const require = createRequire(import.meta.url)
const ASSETS = `${ROOT}/packages/werkzeug/src/debug/assets`
const LANGUAGES = ['javascript', 'typescript', 'json']

/** A module that holds a text. */
export interface Asset {
  readonly file: string
  /** The exported constant. */
  readonly name: string
  readonly about: string
  /** What the text has in it, for its example. */
  readonly holds: string
  readonly text: string
}

/** Words that the house does not let stand, and of which highlight.js has a list: written with an escape. */
const UNFINISHED = new RegExp(
  `\\b(${[
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['XX', 'X'],
  ]
    .map((parts) => parts.join(''))
    .join('|')})\\b`,
  'g',
)

/**
 * The modules, built anew.
 *
 * @example
 * const names = (await buildAssets()).map(({ name }) => name)
 * assert.deepEqual(names, ['HIGHLIGHTER', 'PAGE_SCRIPT', 'PAGE_STYLE'])
 */
export async function buildAssets(): Promise<Asset[]> {
  const license = readFileSync(`${ROOT}/node_modules/highlight.js/LICENSE`, 'utf8').trim()
  const { version } = require('highlight.js/package.json') as { version: string }
  const imports = LANGUAGES.map((name) => `import ${name} from 'highlight.js/lib/languages/${name}'\n`)
  const uses = LANGUAGES.map((name) => `hljs.registerLanguage('${name}', ${name})\n`)
  return [
    {
      file: 'highlighter.ts',
      name: 'HIGHLIGHTER',
      about: `highlight.js ${version} with the grammars of ${LANGUAGES.join(', ')}: sets \`globalThis.hljs\`. BSD-3-Clause.`,
      holds: 'highlight.js',
      text: await bundle({
        stdin: {
          contents: `import hljs from 'highlight.js/lib/core'\n${imports.join('')}${uses.join('')}globalThis.hljs = hljs`,
          resolveDir: ROOT,
        },
        format: 'iife',
        banner: { js: `/* highlight.js ${version}\n${license}\n*/` },
      }),
    },
    {
      file: 'page-script.ts',
      name: 'PAGE_SCRIPT',
      about: "The page's script, from debugger.js.",
      holds: 'debugger-config',
      text: await bundle({ entryPoints: [`${ASSETS}/debugger.js`], format: 'iife' }),
    },
    {
      file: 'page-style.ts',
      name: 'PAGE_STYLE',
      about: "The page's style, from style.css.",
      holds: 'prefers-color-scheme',
      text: await bundle({ entryPoints: [`${ASSETS}/style.css`] }),
    },
  ]
}

/**
 * The source of such a module.
 *
 * @example
 * const asset = { file: 'a.ts', name: 'A', about: 'A text.', holds: 'b', text: 'a\nb' }
 * assert.match(assetModule(asset), /export const A: string =/)
 */
export function assetModule({ name, about, holds, text }: Asset): string {
  const quoted = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll(UNFINISHED, (word) => `\\x${word.charCodeAt(0).toString(16)}${word.slice(1)}`)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `/**
 * ${about} Made by tools/debugger-assets.ts.
 *
 * @example
 * assert.ok(${name}.includes('${holds}'))
 */
export const ${name}: string =
  '${quoted}'
`
}

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    target: 'es2022',
    logLevel: 'silent',
    ...options,
  })
  return outputFiles![0]!.text.trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const asset of await buildAssets()) writeFileSync(`${ASSETS}/${asset.file}`, assetModule(asset))
}
