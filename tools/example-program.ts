import { parse } from './sources.ts'
import type { Node } from './sources.ts'

/** An example as the body of an asynchronous function, where names of its own may hide those of the scope. */
export interface ExampleProgram {
  body: string
  /** Its imports once more as types, which must stand at the top of a module: a class is a value and a type. */
  types: string[]
}

const ASSERT = /^"node:assert(\/strict)?"$/

/** Imports are only legal at the top of a module: within a function they become awaited ones. */
export function inFunction(code: string): ExampleProgram {
  const { program } = parse('example.ts', code)
  let body = code
  let first = ''
  const types: string[] = []
  for (const node of (program['body'] as Node[]).toReversed()) {
    if (node.type !== 'ImportDeclaration') continue
    const from = JSON.stringify((node['source'] as Node)['value'])
    const items = node['specifiers'] as Node[]
    const isType = (item: Node): boolean => node['importKind'] === 'type' || item['importKind'] === 'type'
    const named = items.filter(({ type }) => type !== 'ImportNamespaceSpecifier')
    const typed = named.map((item) => binding(item, ' as '))
    if (typed.length > 0 && !ASSERT.test(from))
      types.unshift(`import type { ${typed.join(', ')} } from ${from}`)
    const values = items.filter((item) => !isType(item))
    body = body.slice(0, node.start) + body.slice(node.end)
    // Imports count from the start of a module, wherever they stand.
    first = awaited(values, from) + first
  }
  return { body: first + body, types }
}

function awaited(items: readonly Node[], from: string): string {
  if (items.length === 0) return ''
  // The assert in scope counts its calls; the one that an example imports must be that one.
  const module = ASSERT.test(from) ? '{ default: assert }' : `await import(${from})`
  const [first] = items
  if (first?.type === 'ImportNamespaceSpecifier') return `const ${localName(first)} = ${module};`
  const names = items.map((item) => binding(item, ': ')).join(', ')
  // An example that imports assert by its name would otherwise read it before it is declared.
  return names === 'default: assert' ? '' : `const { ${names} } = ${module};`
}

function binding(item: Node, as: string): string {
  const local = localName(item)
  const name = item.type === 'ImportDefaultSpecifier' ? 'default' : String((item['imported'] as Node)['name'])
  return name === local ? name : `${name}${as}${local}`
}

const localName = (item: Node): string => String((item['local'] as Node)['name'])
