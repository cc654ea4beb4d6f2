/**
 * Password hashes and paths that cannot leave their folder, `werkzeug.security`.
 *
 * @module
 */
export { genSalt, SALT_CHARS } from './security/gen-salt.ts'
export type { HashLimits } from './security/hash-method.ts'
export { DEFAULT_PBKDF2_ITERATIONS, HashCostError } from './security/hash-method.ts'
export type { GenerateOptions } from './security/password-hash.ts'
export {
  checkPasswordHash,
  checkPasswordHashAsync,
  generatePasswordHash,
  generatePasswordHashAsync,
} from './security/password-hash.ts'
export type { Platform } from './security/platform.ts'
export { safeJoin, safeJoinOn } from './security/safe-join.ts'
