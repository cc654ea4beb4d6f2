import { textOf } from '../../net/byte-sequence.ts'
import type { ByteSequence, Part } from '../../net/byte-sequence.ts'

/*
 * Bytes as people read them are a text in which every character up to U+00FF is a byte. What is said about bytes stands in
 * mathematical angle brackets, U+27E8 and U+27E9, which therefore cannot be bytes.
 */

/** Shorter runs of one byte are written out. */
const LONGEST_RUN = 48
const MOST_SHOWN = 1400

/**
 * Bytes with long runs counted and the middle left out where they are very many.
 *
 * @param bytes one character each
 * @example
 * assert.equal(abridge('a'.repeat(100) + 'b'), 'a⟨100 times⟩b')
 */
export function abridge(bytes: string, most: number = MOST_SHOWN): string {
  const text = bytes.replace(/([^])\1{47,}/g, (run, byte: string) =>
    run.length > LONGEST_RUN ? `${byte}⟨${run.length} times⟩` : run,
  )
  if (text.length <= most) return text
  const tail = Math.floor(most / 4)
  const head = most - tail
  return `${text.slice(0, head)}⟨${text.length - most} more⟩${text.slice(-tail)}`
}

/**
 * What is sent and what is done between, in one text.
 *
 * @example
 * assert.equal(describeSequence(['GET', { pause: 200 }, { repeat: 'ab', times: 90 }, { fin: true }]), 'GET⟨200 ms later⟩ab⟨90 times⟩⟨end of sending⟩')
 */
export function describeSequence(sequence: ByteSequence): string {
  return sequence.map(describePart).join('')
}

function describePart(part: Part): string {
  if (typeof part === 'string') return abridge(part)
  if ('repeat' in part) {
    const text = textOf(part)!
    return text.length <= LONGEST_RUN ? text : `${abridge(part.repeat)}⟨${part.times} times⟩`
  }
  if ('pause' in part) return part.pause === 0 ? '' : `⟨${part.pause} ms later⟩`
  if ('fin' in part) return '⟨end of sending⟩'
  if ('await' in part) return `⟨after an answer ${part.await}⟩`
  if ('after' in part) return `⟨after ${part.after} ${part.after === 1 ? 'answer' : 'answers'}⟩`
  if ('echo' in part) return `⟨${part.echo} bytes sent back⟩`
  return '⟨closed⟩'
}

/** A piece of a text of bytes, by what it is. */
export interface Piece {
  readonly kind: 'text' | 'escape' | 'remark'
  readonly text: string
}

/**
 * Cuts a text of bytes into what is shown as it is, what is written with an escape, and remarks. A line feed ends a line.
 *
 * @example
 * assert.deepEqual(piecesOf('a\r\n\0'), [
 *   { kind: 'text', text: 'a' }, { kind: 'escape', text: '\\r\\n' }, { kind: 'text', text: '\n' }, { kind: 'escape', text: '\\x00' },
 * ])
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const add = (kind: Piece['kind'], more: string): void => {
    const last = pieces.at(-1)
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + more }
    else pieces.push({ kind, text: more })
  }
  for (const [token] of text.matchAll(/⟨[^⟩]*⟩|[^\0-\x1f\x7f-\xff\\⟨]+|[^]/g)) {
    if (token.startsWith('⟨')) add('remark', token.length > 1 ? token.slice(1, -1) : token)
    else if (token.length > 1 || !/[\0-\x1f\x7f-\xff\\]/.test(token)) add('text', token)
    else add('escape', escapeByte(token))
    if (token === '\n') add('text', '\n')
  }
  return pieces
}

function escapeByte(byte: string): string {
  if (byte === '\n') return '\\n'
  if (byte === '\r') return '\\r'
  if (byte === '\t') return '\\t'
  if (byte === '\\') return '\\\\'
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
}
