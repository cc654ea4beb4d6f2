/**
 * A body that has to be in memory and is not: it is passed through, or may not be read without being asked. Python raises
 * a RuntimeError.
 *
 * @example
 * import { Response } from '@triptych/werkzeug'
 * const response = new Response(new Set(['a']), { directPassthrough: true })
 * await assert.rejects(response.getData(), { code: 'ERR_NOT_A_SEQUENCE' })
 * assert.equal(new SequenceError('Expected a sequence').name, 'SequenceError')
 */
export class SequenceError extends Error {
  override readonly name = 'SequenceError'
  readonly code = 'ERR_NOT_A_SEQUENCE'
}
