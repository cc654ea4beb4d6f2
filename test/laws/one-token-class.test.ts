/**
 * The characters of a token stand once in the project, in raw/src/http/chars.ts. Elsewhere they were retyped in
 * most code bases that were read for this project, and once wrongly. Found are strings, expressions and lists of
 * codes that come near the class, however it is spelt.
 */
import { describe, expect, test } from 'vitest'
import { lineOf, parse, sourceFiles, walk } from '../../tools/sources.ts'
import type { Node, Source } from '../../tools/sources.ts'

const HOME = 'packages/raw/src/http/chars.ts'
// Split, so that this file is no finding of its own law.
const MARKS = ['!#$%', "&'*+", '-.^_', '`|~'].join('')
const ASCII = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code))
const TOLERANCE = 3

/** Whether a set of characters is tchar, up to a few characters; letters and digits are left out of the account. */
function isNearToken(contains: (char: string) => boolean): boolean {
  const differences = ASCII.filter(
    (char) => !/[A-Za-z0-9]/.test(char) && contains(char) !== MARKS.includes(char),
  )
  return differences.length <= TOLERANCE
}

/** The bracketed classes of an expression's source. */
function classesOf(expression: string): RegExp[] {
  return [...expression.matchAll(/\[(?:\\.|[^\]\\])+\]/g)].flatMap(([text]) => {
    try {
      return [new RegExp(text)]
    } catch {
      return []
    }
  })
}

function textSpellsToken(text: string): boolean {
  return (
    isNearToken((char) => text.includes(char)) ||
    classesOf(text).some((set) => isNearToken((c) => set.test(c)))
  )
}

function codesSpellToken(node: Node): boolean {
  const codes = new Set<unknown>()
  walk(node, (item) => {
    if (item.type === 'Literal' && typeof item['value'] === 'number') codes.add(item['value'])
  })
  return codes.size >= MARKS.length - TOLERANCE && isNearToken((char) => codes.has(char.charCodeAt(0)))
}

/** The lines of a file that spell the class. */
function findings(source: Source): number[] {
  const found = new Set<number>()
  walk(source.program, (node) => {
    const regex = node['regex'] as { pattern: string } | undefined
    const value =
      node.type === 'TemplateElement' ? (node['value'] as { cooked: string }).cooked : node['value']
    const spelt =
      (regex !== undefined &&
        classesOf(regex.pattern).some((set) => isNearToken((char) => set.test(char)))) ||
      (/^(Literal|TemplateElement)$/.test(node.type) &&
        typeof value === 'string' &&
        textSpellsToken(value)) ||
      (/^(ArrayExpression|SwitchStatement|LogicalExpression)$/.test(node.type) && codesSpellToken(node))
    if (spelt) found.add(lineOf(source.text, node.start))
  })
  return [...found]
}

describe('one token class', () => {
  test.each(sourceFiles().filter((path) => path !== HOME))('%s', (path) => {
    expect(findings(parse(path)).map((line) => `${path}:${line} spells the token class`)).toEqual([])
  })

  test('its home is found', () => {
    expect(findings(parse(HOME))).not.toEqual([])
  })

  const slash = '\\'
  const codes = [...MARKS].map((char) => char.charCodeAt(0))
  test.each([
    ['a class', `export const x = /^[${MARKS.replace('-', '')}A-Za-z0-9-]+$/`],
    ['a class of ranges', `export const x = /^[!#-'*+${slash}-.0-9A-Z^-z|~]+$/`],
    ['a class in words and escapes', `export const x = /[${slash}w!#$%&'*+${slash}-.^${slash}x60|~]/`],
    ['a class that forgot the backtick', `export const x = /[!#$%&'*+.^_|~0-9a-z-]/i`],
    ['a string', `export const x = ${JSON.stringify(MARKS)}`],
    ['the pattern of a new RegExp', `export const x = new RegExp("[!#$%&'*+.^_|~A-Za-z0-9-]+")`],
    ['a list of codes', `export const x = [${codes.join()}]`],
    [
      'a switch',
      `export function f(c: number) { switch (c) { ${codes.map((c) => `case ${c}:`).join('')} return 1 } }`,
    ],
    ['comparisons', `export const f = (c: number) => ${codes.map((c) => `c === ${c}`).join('||')}`],
  ])('catches %s', (_, text) => {
    expect(findings(parse('sample.ts', text))).toEqual([1])
  })

  test.each([
    ['pchar', `export const x = "-._~!$&'()*+,;=:@"`],
    ['qdtext', `export const x = /[${slash}t !#-${slash}[${slash}]-~]/`],
    ['etagc', `export const x = /[!#-~]/`],
    ['any text', `export const x = /[^"]/`],
  ])('leaves %s alone', (_, text) => {
    expect(findings(parse('sample.ts', text))).toEqual([])
  })
})
