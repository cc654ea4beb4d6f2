import type { ApplicationLike } from '@triptych/raw'
import { SharedDataMiddleware } from '../middleware/shared-data.ts'

/** Files and folders by the prefix of their URLs. */
export type SharedDataExports = ConstructorParameters<typeof SharedDataMiddleware>[1]

/**
 * Puts files in front of an application, if there are any.
 *
 * @example
 * const app = () => []
 * assert.equal(withStaticFiles(app, null), app)
 */
export function withStaticFiles(
  application: ApplicationLike,
  files: SharedDataExports | null,
): ApplicationLike {
  return files === null ? application : new SharedDataMiddleware(application, files)
}
