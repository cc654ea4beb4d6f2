/**
 * Runs every `@example` of the doc comments and every TypeScript or JavaScript block of the pages.
 *
 * In an example of a doc comment all exports of its module and `assert` (node:assert/strict) are in scope; other
 * imports stand in the example. A block of a page brings its own imports; ` ```ts no-run REASON ` is not run, and
 * ` ```ts file=PATH ` shows a file, which test/laws compares. An example that asserts nothing fails.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import strictAssert from 'node:assert/strict'
import { afterAll, describe, expect, test } from 'vitest'
import {
  ROOT,
  codeBlocks,
  docExamples,
  exportsOf,
  pages,
  parse,
  read,
  exampleFiles,
} from '../../tools/sources.ts'
import type { Example } from '../../tools/sources.ts'
import { inFunction } from '../../tools/example-program.ts'

type Run = (assert: unknown) => Promise<void>

const folder = `${ROOT}/.tmp/examples-${process.pid}`
mkdirSync(folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes one module with a function for each example, since importing a module is what costs time. */
function generate(
  path: string,
  examples: readonly Example[],
  names: readonly string[],
): () => Promise<Run[]> {
  const file = `${folder}/${path.replaceAll('/', '-').replace(/\.\w+$/, '')}.ts`
  const scope = names.length > 0 ? `import * as module from ${JSON.stringify(`${ROOT}/${path}`)}\n` : ''
  const bodies = examples.map(({ code }) => {
    let body: string
    try {
      body = inFunction(code).body
    } catch (error) {
      body = `throw new SyntaxError(${JSON.stringify(String(error))})`
    }
    const exported = names.length > 0 ? `const { ${names.join(', ')} } = module\n` : ''
    return `async (assert) => {\n${exported}{\n${body}\n}}`
  })
  writeFileSync(file, `// @ts-nocheck\n${scope}export const runs = [\n${bodies.join(',\n')}\n]\n`)
  let loaded: Promise<Run[]> | undefined
  return () => (loaded ??= import(/* @vite-ignore */ file).then((made: { runs: Run[] }) => made.runs))
}

/** Node's strict assert; `count` tells how often it was called. */
function counting(): { assert: unknown; count: () => number } {
  let calls = 0
  const counted = <T extends object>(target: T): T =>
    new Proxy(target, {
      apply: (callee, self, args) => {
        calls++
        return Reflect.apply(callee as (...all: unknown[]) => unknown, self, args)
      },
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name)
        return typeof value === 'function' && name !== 'AssertionError' ? counted(value) : value
      },
    })
  return { assert: counted(strictAssert), count: () => calls }
}

function define(path: string, examples: readonly Example[], names: readonly string[]): void {
  if (examples.length === 0) return
  const load = generate(path, examples, names)
  for (const [index, { line }] of examples.entries()) {
    test(`${path}:${line}`, async () => {
      const { assert, count } = counting()
      const run = (await load())[index]!
      await run(assert)
      expect(count(), 'an example must assert something').toBeGreaterThan(0)
    })
  }
}

describe('doc comments', () => {
  test('there are examples to run', () => {
    expect(exampleFiles().flatMap((path) => docExamples(parse(path))).length).toBeGreaterThan(10)
  })
  for (const path of exampleFiles()) {
    const source = parse(path)
    const names = exportsOf(source).filter(({ kind }) => kind !== 'type')
    define(
      path,
      docExamples(source),
      names.map(({ name }) => name),
    )
  }
})

describe('pages', () => {
  test('there are pages', () => {
    expect(pages()).toContain('README.md')
  })
  for (const path of pages()) {
    const blocks = codeBlocks(path, read(path)).filter(
      ({ language, info }) =>
        /^(ts|js|mjs|typescript|javascript)$/.test(language) && !info.startsWith('file='),
    )
    for (const { line, info } of blocks.filter(({ info: tag }) => tag.startsWith('no-run'))) {
      test(`${path}:${line} is not run for a reason`, () => {
        expect(info).toMatch(/^no-run .{8,}/)
      })
    }
    const runnable = blocks.filter(({ info }) => !info.startsWith('no-run'))
    define(path, runnable, [])
  }
})

describe('the runner itself', () => {
  test('imports become awaited ones', () => {
    const { body, types } = inFunction(
      "import a, { b as c, type D } from 'x'\nimport type { E } from 'y'\nf()",
    )
    expect(body).toBe('const { default: a, b: c } = await import("x");\n\nf()')
    expect(types).toEqual(['import type { default as a, b as c, D } from "x"', 'import type { E } from "y"'])
  })

  test('a wrong example fails, and so does one that asserts nothing', async () => {
    const path = 'runner.ts'
    const examples = [
      'assert.equal(1, 2)',
      'bytes("a")',
      'const = 1',
      'assert.equal(bytes("a").length, 1)',
    ].map((code, line) => ({ path, line, code }))
    const runs = await generate(path, examples, [])()
    const { assert, count } = counting()
    await expect(runs[0]!(assert)).rejects.toThrow(/strictly equal/)
    await expect(runs[1]!(assert)).rejects.toThrow(/bytes is not defined/)
    await expect(runs[2]!(assert)).rejects.toThrow(SyntaxError)
    expect(count()).toBe(1)
  })
})
