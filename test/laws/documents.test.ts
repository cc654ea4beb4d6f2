/** What the pages promise is there: commands, options, files shown, links. */
import { spawnSync } from 'node:child_process'
import { dirname, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, codeBlocks, exists, pages, projectFiles, read } from '../../tools/sources.ts'

interface Manifest {
  name: string
  scripts?: Record<string, string>
  bin?: Record<string, string>
}

const manifests = ['package.json', ...projectFiles(/^(packages|test|examples)\/[^/]+\/package\.json$/)].map(
  (path) => ({ folder: dirname(path), ...(JSON.parse(read(path)) as Manifest) }),
)
const scripts = new Set(manifests.flatMap((manifest) => Object.keys(manifest.scripts ?? {})))
const bins = new Set(manifests.flatMap((manifest) => Object.keys(manifest.bin ?? {})))
const lifecycle = new Set(['start', 'test'])

/** The shell lines of a page: fenced `sh` blocks, and `npm ...` or `npx ...` within a sentence. */
function commands(path: string, text: string): { line: number; command: string }[] {
  const blocks = codeBlocks(path, text)
  const fenced = blocks
    .filter(({ language }) => /^(sh|bash|console)$/.test(language))
    .flatMap(({ line, code }) => code.split('\n').map((command, at) => ({ line: line + at, command })))
  const prose = text.split('\n').flatMap((sentence, at) => {
    const isCode = blocks.some(({ line, code }) => at + 1 >= line && at + 1 < line + code.split('\n').length)
    const spans = isCode ? [] : [...sentence.matchAll(/`((?:npm|npx|node) [^`]+)`/g)]
    return spans.map(([, command]) => ({ line: at + 1, command: command! }))
  })
  return [...fenced, ...prose].flatMap(({ line, command }) =>
    command
      .replace(/\s#.*$|^#.*$|^\$ /, '')
      .split(/\s*(?:&&|\|\||[;|])\s*/)
      .map((part) => ({ line, command: part.trim().replace(/^(\w+=\S+ )+/, '') }))
      .filter((part) => /^(npm|npx|node|triptych)( |$)/.test(part.command)),
  )
}

/** Why a command can't work here, or `undefined`. */
function whyNot(command: string, help: string): string | undefined {
  const words = command.split(/\s+/)
  const [tool, ...rest] = words
  const first = rest.find((word) => !word.startsWith('-'))
  if (tool === 'npm') {
    const script =
      first === 'run' ? rest[rest.indexOf('run') + 1] : lifecycle.has(first ?? '') ? first : undefined
    if (first === 'run' && !script) return undefined
    return script === undefined || scripts.has(script) ? undefined : `there is no script ${script}`
  }
  if (tool === 'node') {
    return first === undefined || exists(first) || !/^(packages|test|tools|examples)\//.test(first)
      ? undefined
      : `there is no file ${first}`
  }
  const at = words.indexOf('triptych')
  if (at < 0) {
    return first === undefined || exists(`node_modules/.bin/${first}`)
      ? undefined
      : `there is no command ${first}`
  }
  if (!bins.has('triptych')) return 'no package has the command triptych'
  if (tool !== 'npx' || !words.includes('--no-install')) {
    return 'triptych is called without npx --no-install: a package of that bare name belongs to somebody else'
  }
  const unknown = words
    .slice(at + 1)
    .filter((word) => /^--?[a-z]/.test(word) && !help.includes(word.split('=')[0]!))
  const subcommand = words[at + 1]
  if (subcommand && !subcommand.startsWith('-') && !help.includes(subcommand)) unknown.push(subcommand)
  return unknown.length > 0 ? `the command does not know ${unknown.join(', ')}` : undefined
}

function helpOf(...args: string[]): string {
  const bin = `${ROOT}/packages/raw/bin/triptych.js`
  return spawnSync(process.execPath, [bin, ...args, '--help'], { cwd: ROOT, encoding: 'utf8' }).stdout
}

describe('documents', () => {
  const help = helpOf() + helpOf('serve')

  test('the command tells what it can do', () => {
    expect(help).toContain('serve')
    expect(help).toContain('--bind')
  })

  test.each(pages())('%s: its commands exist', (path) => {
    const broken = commands(path, read(path)).flatMap(({ line, command }) => {
      const reason = whyNot(command, help)
      return reason === undefined ? [] : [`${path}:${line} ${command}: ${reason}`]
    })
    expect(broken).toEqual([])
  })

  test.each(pages())('%s: the files that it shows are the files', (path) => {
    const shown = codeBlocks(path).flatMap((block) => {
      const file = /^file=(\S+)/.exec(block.info)?.[1]
      return file === undefined ? [] : [{ file, code: block.code }]
    })
    expect(shown).toEqual(shown.map(({ file }) => ({ file, code: read(file) })))
  })

  test.each(pages())('%s: its links lead somewhere', (path) => {
    const text = read(path).replaceAll(/^```[^]*?^```|`[^`\n]*`/gm, '')
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
    const local = targets
      .filter((target) => !/^([a-z]+:|#)/.test(target))
      .map((target) => target.split('#')[0]!)
    const missing = local.filter((target) => {
      const file = posix.join(dirname(path), target).replace(/\/$/, '')
      return projectFiles(new RegExp(`^${file.replaceAll('.', '\\.')}(/|$)`)).length === 0
    })
    expect(missing).toEqual([])
  })

  test.each([
    ['npm run nothing', 'no script'],
    ['npx --no-install nothing', 'no command'],
    ['npx triptych serve app.ts', 'somebody else'],
    ['triptych serve app.ts', 'somebody else'],
    ['npx --no-install triptych serve app.ts --nothing', '--nothing'],
    ['npx --no-install triptych dance', 'dance'],
    ['node tools/nothing.mjs', 'no file'],
  ])('catches %s', (command, complaint) => {
    const [found] = commands(
      'sample.md',
      `Say \`${command}\`.`.replace('`triptych', '`npx nothing && triptych'),
    ).slice(-1)
    expect(whyNot(found!.command, 'serve --bind')).toContain(complaint)
  })

  test('finds commands in blocks and sentences', () => {
    const page =
      'Run `npm test`.\n\n```sh\n# first\nnpm ci && npm start   # then\nPORT=80 npx --no-install triptych serve x\n```\n'
    expect(commands('sample.md', page).map(({ line, command }) => `${line} ${command}`)).toEqual([
      '5 npm ci',
      '5 npm start',
      '6 npx --no-install triptych serve x',
      '1 npm test',
    ])
  })
})
