import type { BaseConverter } from './base-converter.ts'
import { partTest, regexOf } from './part-test.ts'
import type { PartTest, Piece } from './part-test.ts'
import { Weighting } from './weighting.ts'

/** A piece of a rule's text. */
export type RuleToken =
  | { readonly kind: 'slash' }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable'
      readonly name: string
      readonly converter: string
      /** What stands in its brackets. */
      readonly args: string
    }

const TOKEN: RegExp =
  /(\/)|([^</]+)|<(?:([a-zA-Z_][a-zA-Z0-9_]*)(?:\(([^\n]*?)\))?:)?([a-zA-Z_][a-zA-Z0-9_]*)>/y

/**
 * Takes the text of a rule apart: slashes, fixed texts, and variables, `<name>` or `<converter(arguments):name>`.
 *
 * @throws SyntaxError when a `<` begins no variable
 * @example
 * assert.deepEqual(ruleTokens('/u/<int:id>'), [
 *   { kind: 'slash' },
 *   { kind: 'text', text: 'u' },
 *   { kind: 'slash' },
 *   { kind: 'variable', name: 'id', converter: 'int', args: '' },
 * ])
 */
export function ruleTokens(rule: string): RuleToken[] {
  const tokens: RuleToken[] = []
  for (let at = 0; at < rule.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(rule)
    if (!match) {
      throw new SyntaxError(
        `Expected <name> or <converter(arguments):name> in the rule ${JSON.stringify(rule)}, got ${rule.slice(at)}`,
      )
    }
    const [, slash, text, converter = 'default', args = '', name = ''] = match
    if (slash !== undefined) tokens.push({ kind: 'slash' })
    else if (text !== undefined) tokens.push({ kind: 'text', text })
    else tokens.push({ kind: 'variable', name, converter, args })
  }
  return tokens
}

/**
 * A part of a rule, what stands between two slashes; with a converter that takes slashes, all that is left.
 * Python: `werkzeug.routing.rules.RulePart`.
 *
 * @example
 * const [part] = partsOf(ruleTokens('edit'), () => { throw new Error('no variable') })
 * assert.deepEqual([part.static, part.content], [true, 'edit'])
 */
export class RulePart {
  /** The text of a static part, else a regular expression. */
  readonly content: string
  /** It takes the whole rest of the path. */
  readonly final: boolean
  readonly static: boolean
  /** The rule ends in a slash after a part that takes all: the slash is no part of the value. */
  readonly suffixed: boolean
  readonly weight: Weighting
  /** What it is made of. */
  readonly #pieces: readonly Piece[]

  constructor(pieces: readonly Piece[], options: { final?: boolean; suffixed?: boolean; weight: Weighting }) {
    const { final = false, suffixed = false, weight } = options
    this.static = pieces.every((piece) => typeof piece === 'string')
    this.content = this.static
      ? pieces.filter((piece) => typeof piece === 'string').join('')
      : regexOf(pieces)
    this.final = final
    this.suffixed = suffixed
    this.weight = weight
    this.#pieces = pieces
  }

  /** The same text for parts that match the same and weigh the same. */
  get key(): string {
    const { content, final, suffixed, weight } = this
    return JSON.stringify([content, final, suffixed, weight])
  }

  /**
   * Makes the test for a part with converters; the text of a suffixed part comes to it without the slash.
   *
   * @throws SyntaxError for a converter whose regular expression is none
   */
  makeTest(): PartTest {
    return partTest(this.#pieces)
  }
}

/**
 * Puts the pieces of a rule together to parts.
 *
 * @param converterOf makes the converter of a variable
 * @example
 * import { BaseConverter, Map } from '@triptych/werkzeug/routing'
 * const parts = partsOf(ruleTokens('/u/<name>'), () => new BaseConverter(new Map()))
 * assert.deepEqual(parts.map(({ content }) => content), ['', 'u', '(?<_0>[^/]+)'])
 */
export function partsOf(
  tokens: readonly RuleToken[],
  converterOf: (token: RuleToken & { kind: 'variable' }) => BaseConverter<unknown>,
): RulePart[] {
  const parts: RulePart[] = []
  let pieces: Piece[] = []
  let lengths: number[] = []
  let weights: number[] = []
  let final = false
  for (const token of tokens) {
    if (token.kind === 'text') {
      lengths.push(token.text.length)
      pieces.push(token.text)
    } else if (token.kind === 'variable') {
      const converter = converterOf(token)
      if (!isIsolating(converter)) final = true
      weights.push(converter.weight)
      pieces.push(converter)
    } else if (final) pieces.push('/')
    else {
      parts.push(new RulePart(joined(pieces), { weight: new Weighting(lengths, weights) }))
      pieces = []
      lengths = []
      weights = []
    }
  }
  const weight = new Weighting(lengths, weights)
  const suffixed = final && pieces.at(-1) === '/'
  if (suffixed) pieces.pop()
  parts.push(new RulePart(joined(pieces), { final, suffixed, weight }))
  if (suffixed) parts.push(new RulePart([], { weight }))
  return parts
}

function isIsolating({ partIsolating, regex }: BaseConverter<unknown>): boolean {
  return partIsolating ?? (regex === '[^/]+' || !regex.includes('/'))
}

/** Texts side by side as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece
    else all.push(piece)
  }
  return all
}
