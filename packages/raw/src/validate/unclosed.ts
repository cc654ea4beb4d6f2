import type { CheckedBody } from './checked-body.ts'
import { ValidationError } from './validation-error.ts'

/** What is told about a body when it has been collected. */
interface Watched {
  readonly checked: Pick<CheckedBody, 'isClosed'>
  readonly tell: (finding: ValidationError) => void
}

/** Rare platforms have no finalisation; then nothing is told. */
const registry =
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<Watched>(tellUnclosed) : undefined

/**
 * The last resort where a server has no `triptych.finally`: when the body is collected without having been closed,
 * that is reported. It may be late, or never; nothing else depends on it.
 *
 * @param body what the server got; `checked` must not refer to it
 * @param tell must not throw: nobody could catch
 * @example
 * watchForClose({}, { isClosed: () => true }, (finding) => assert.fail(finding.message))
 * assert.ok(true)
 */
export function watchForClose(body: object, checked: Watched['checked'], tell: Watched['tell']): void {
  registry?.register(body, { checked, tell })
}

/**
 * Reports a collected body that has not been closed.
 *
 * @example
 * const told = []
 * tellUnclosed({ checked: { isClosed: () => false }, tell: (finding) => told.push(finding.rule.id) })
 * tellUnclosed({ checked: { isClosed: () => true }, tell: (finding) => told.push(finding.rule.id) })
 * assert.deepEqual(told, ['L005'])
 */
export function tellUnclosed({ checked, tell }: Watched): void {
  if (!checked.isClosed()) tell(new ValidationError('L005', 'The body was collected unclosed', undefined))
}
