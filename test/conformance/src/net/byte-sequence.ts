/** A part of what is sent: bytes, one character each (U+0000 to U+00FF), or something to do between them. */
export type Part =
  | string
  /** A run of bytes. */
  | { readonly repeat: string; readonly times: number }
  /** Send nothing for so many milliseconds. */
  | { readonly pause: number }
  /** End the sending side of the connection. */
  | { readonly fin: true }
  /** Wait until what was received begins with an answer of this status, at most `max` milliseconds. */
  | { readonly await: string; readonly max: number }
  /** Wait until so many final answers have come whole, at most `max` milliseconds. */
  | { readonly after: number; readonly max: number }
  /** Close the connection (a scripted backend). */
  | { readonly close: true }
  /** Read so many bytes and send them back (a scripted backend). */
  | { readonly echo: number }

/** Bytes and what is to be done between them, in order. */
export type ByteSequence = readonly Part[]

/**
 * The bytes of a part, one character each; `undefined` when the part is something to do.
 *
 * @example
 * assert.equal(textOf({ repeat: 'ab', times: 2 }), 'abab')
 * assert.equal(textOf({ fin: true }), undefined)
 */
export function textOf(part: Part): string | undefined {
  if (typeof part === 'string') return part
  return 'repeat' in part ? part.repeat.repeat(part.times) : undefined
}

/**
 * All bytes of a sequence, one character each.
 *
 * @example
 * assert.equal(bytesOf(['a', { pause: 10 }, 'b']), 'ab')
 */
export function bytesOf(sequence: ByteSequence): string {
  return sequence.map((part) => textOf(part) ?? '').join('')
}

/**
 * The sequence cut into single bytes, to show that a server's answer does not hang on how TCP cuts its packets.
 *
 * @param longest parts of more bytes than this stay whole
 * @example
 * assert.deepEqual(splitSequence(['ab', { fin: true }], 100), ['a', { pause: 0 }, 'b', { pause: 0 }, { fin: true }])
 */
export function splitSequence(sequence: ByteSequence, longest: number): ByteSequence {
  return sequence.flatMap((part) => {
    const text = textOf(part)
    if (text === undefined || text.length > longest) return [part]
    return [...text].flatMap((byte) => [byte, { pause: 0 }])
  })
}
