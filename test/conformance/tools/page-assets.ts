/**
 * Makes what the HTML report carries: src/report/html/{page-script,page-style}.ts, each one text, minified.
 * `npx tsx test/conformance/tools/page-assets.ts` writes them; a test compares.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'

const HTML = fileURLToPath(new URL('../src/report/html/', import.meta.url))

/** A module that holds a text. */
export interface PageAsset {
  readonly file: string
  readonly source: string
}

/** The modules, built anew. */
export async function buildPageAssets(): Promise<PageAsset[]> {
  const script = await bundle({ entryPoints: [`${HTML}page/main.js`], format: 'esm' })
  const style = await bundle({ entryPoints: [`${HTML}page/style.css`] })
  return [
    { file: `${HTML}page-script.ts`, source: moduleOf('PAGE_SCRIPT', 'script, from page/main.js', script) },
    { file: `${HTML}page-style.ts`, source: moduleOf('PAGE_STYLE', 'style, from page/style.css', style) },
  ]
}

function moduleOf(name: string, what: string, text: string): string {
  const quoted = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `/** The page's ${what}. Made by tools/page-assets.ts. */\nexport const ${name}: string =\n  '${quoted}'\n`
}

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    minify: true,
    legalComments: 'none',
    charset: 'ascii',
    target: 'es2022',
    logLevel: 'silent',
    ...options,
  })
  return outputFiles![0]!.text.trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, source } of await buildPageAssets()) writeFileSync(file, source)
}
