/**
 * Modules do not import one another in a circle, with one late edge: an HTTP exception makes a Response when it is asked
 * for one, and Response stands above the exceptions. Types do not count, they are gone when the program runs.
 */
import { dirname, posix } from 'node:path'
import { expect, test } from 'vitest'
import { parse, sourceFiles, walk, type Source } from '../../tools/sources.ts'

const LATE: [from: string, to: string] = [
  'packages/werkzeug/src/exceptions/http-exception.ts',
  'packages/werkzeug/src/wrappers/response.ts',
]

/** The modules of the same package that a module loads. */
function loads({ path, program }: Source): string[] {
  const found: string[] = []
  walk(program, (node) => {
    const isLoad =
      node.type === 'ImportDeclaration' ||
      node.type === 'ExportNamedDeclaration' ||
      node.type === 'ExportAllDeclaration'
    const source = node['source'] as { value?: unknown } | null | undefined
    if (!isLoad || typeof source?.value !== 'string' || !source.value.startsWith('.')) return
    if (node['importKind'] === 'type' || node['exportKind'] === 'type') return
    found.push(posix.join(dirname(path), source.value))
  })
  return found
}

type Graph = ReadonlyMap<string, readonly string[]>

/** The first circle, as the modules that it goes through. */
function circle(graph: Graph): string[] | undefined {
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return undefined
    for (const next of graph.get(path) ?? []) {
      const found = visit(next, [...trail, path])
      if (found) return found
    }
    done.add(path)
    return undefined
  }
  for (const path of graph.keys()) {
    const found = visit(path, [])
    if (found) return found
  }
  return undefined
}

const graph: Graph = new Map(sourceFiles().map((path) => [path, loads(parse(path))]))

test('no circle but by the late edge', () => {
  const [from, to] = LATE
  const without = new Map(graph)
  without.set(
    from,
    (graph.get(from) ?? []).filter((path) => path !== to),
  )
  expect(circle(without)).toBeUndefined()
})

test('the late edge is there, and would be found', () => {
  expect(graph.get(LATE[0])).toContain(LATE[1])
  expect(circle(graph)).toEqual(expect.arrayContaining(LATE))
})

test('a circle of types is none', () => {
  expect(
    loads(parse('packages/a/src/b.ts', `import type { A } from './a.ts'\nexport { type C } from './c.ts'`)),
  ).toEqual(['packages/a/src/c.ts'])
})
