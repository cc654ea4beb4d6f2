/**
 * Reads the project's own sources: files, syntax trees, exports with their doc comments, examples, code blocks.
 * The laws (test/laws) and the runner of the examples (test/examples) stand on it.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

/** The project's folder, without a slash at the end. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Any node of the syntax tree (ESTree with TypeScript's additions). */
export interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

/** A parsed file; `comments` hold their text without the marks. */
export interface Source {
  path: string
  text: string
  program: Node
  comments: { type: 'Line' | 'Block'; value: string; start: number; end: number }[]
}

/** What a module offers under a name. */
export interface Export {
  name: string
  kind: 'function' | 'class' | 'value' | 'type'
  line: number
  /** The text of the doc comment, without stars, or `undefined`. */
  doc: string | undefined
  /** Comes from another module, which documents it. */
  passedOn: boolean
}

/** A program cut out of a doc comment or a page. */
export interface Example {
  path: string
  line: number
  code: string
}

/** A fenced block of a Markdown page. `info` is what follows the language: `file=path`, `no-run reason`. */
export interface CodeBlock {
  path: string
  line: number
  language: string
  info: string
  code: string
}

/**
 * The project's files that match, by path from its root with `/`: everything under git or not ignored by it.
 *
 * @example
 * assert.ok(projectFiles(/^tools\//).includes('tools/sources.ts'))
 */
export function projectFiles(pattern: RegExp): string[] {
  listed ??= execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
    .split('\0')
    .filter((path) => path !== '' && exists(path))
    .toSorted()
  return listed.filter((path) => pattern.test(path))
}

let listed: string[] | undefined

/** The text of a project's file. */
export function read(path: string): string {
  return readFileSync(`${ROOT}/${path}`, 'utf8')
}

/** Whether the project has that file or folder. */
export function exists(path: string): boolean {
  return existsSync(`${ROOT}/${path}`)
}

/** Every module of every package. */
export function sourceFiles(): string[] {
  return projectFiles(/^packages\/[^/]+\/src\/.*\.ts$/)
}

/** Every file whose doc comments have examples that are run: the sources, and those of the conformance suite. */
export function exampleFiles(): string[] {
  return [...sourceFiles(), ...projectFiles(/^test\/conformance\/src\/.*\.ts$/)]
}

/** Every page that a reader sees. */
export function pages(): string[] {
  return projectFiles(
    /^(README|ARCHITECTURE|CONTRIBUTING|SECURITY|(packages\/[^/]+|test\/conformance)\/[^/]+|docs\/.+|examples\/.+)\.md$/,
  )
}

/** The syntax tree of a file, or of `text` under that name. */
export function parse(path: string, text: string = read(path)): Source {
  const known = parsed.get(path)
  if (known?.text === text) return known
  const { program, comments, errors } = parseSync(path, text, { sourceType: 'module' })
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]!.message}`)
  const source: Source = { path, text, program: program as unknown as Node, comments }
  parsed.set(path, source)
  return source
}

const parsed = new Map<string, Source>()

/** Calls `visit` for every node below `node`, parents first, with the parent. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent)
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit, node)
    } else if (isNode(value)) walk(value, visit, node)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** The line of an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** The modules that a file imports or re-exports, as they are written; types included. */
export function imports(source: Source): string[] {
  const found: string[] = []
  walk(source.program, (node) => {
    const from = node['source']
    if (isNode(from) && typeof from['value'] === 'string') found.push(from['value'])
  })
  return found
}

/** The declarations that a module exports; of a list (`export { x } from`) the names only, without doc comment. */
export function exportsOf(source: Source): Export[] {
  const found: Export[] = []
  for (const node of source.program['body'] as Node[]) {
    if (node.type !== 'ExportNamedDeclaration') continue
    const declaration = node['declaration'] as Node | null
    const line = lineOf(source.text, node.start)
    if (!declaration) {
      for (const item of node['specifiers'] as Node[]) {
        const exported = item['exported'] as Node
        const kind = node['exportKind'] === 'type' || item['exportKind'] === 'type' ? 'type' : 'value'
        found.push({
          name: String(exported['name'] ?? exported['value']),
          kind,
          line,
          doc: undefined,
          passedOn: isNode(node['source']),
        })
      }
      continue
    }
    const doc = docBefore(source, node.start)
    for (const [name, kind] of declared(declaration)) {
      // An overloaded function is documented once, at its first signature.
      if (!found.some((other) => other.name === name)) found.push({ name, kind, line, doc, passedOn: false })
    }
  }
  return found
}

function declared(node: Node): [name: string, kind: Export['kind']][] {
  const name = (item: Node): string => String((item['id'] as Node)['name'])
  if (node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction')
    return [[name(node), 'function']]
  if (node.type === 'ClassDeclaration') return [[name(node), 'class']]
  if (node.type !== 'VariableDeclaration') return [[name(node), 'type']]
  return (node['declarations'] as Node[]).map((item) => {
    const callable = /^(Arrow)?FunctionExpression$/.test((item['init'] as Node | null)?.type ?? '')
    return [name(item), callable ? 'function' : 'value']
  })
}

function docBefore(source: Source, offset: number): string | undefined {
  const comment = source.comments.findLast(({ end }) => end <= offset)
  if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return undefined
  return source.text.slice(comment.end, offset).trim() === '' ? docText(comment.value) : undefined
}

function docText(comment: string): string {
  return comment
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
}

/** The programs after `@example` in a file's doc comments: plain lines up to the next tag or the end. */
export function docExamples(source: Source): Example[] {
  const found: Example[] = []
  for (const comment of source.comments) {
    if (comment.type !== 'Block' || !comment.value.startsWith('*')) continue
    const first = lineOf(source.text, comment.start)
    const lines = docText(comment.value).split('\n')
    for (let at = 0; at < lines.length; at++) {
      if (!lines[at]!.startsWith('@example')) continue
      const start = at + 1
      while (at + 1 < lines.length && !/^@[a-z]/.test(lines[at + 1]!)) at++
      const code = lines.slice(start, at + 1).join('\n')
      found.push({ path: source.path, line: first + start, code })
    }
  }
  return found
}

/** The fenced blocks of a page. */
export function codeBlocks(path: string, text: string = read(path)): CodeBlock[] {
  const found: CodeBlock[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const open = /^( *)(`{3,})([\w-]*)(.*)$/.exec(lines[at]!)
    if (!open) continue
    const [, indent, fence, language, info] = open
    const start = at + 1
    while (at + 1 < lines.length && lines[at + 1]!.trim() !== fence) at++
    const code = lines
      .slice(start, at + 1)
      .map((line) => (line.startsWith(indent!) ? line.slice(indent!.length) : line))
    found.push({
      path,
      line: start + 1,
      language: language!,
      info: info!.trim(),
      code: code.join('\n') + '\n',
    })
    at++
  }
  return found
}
