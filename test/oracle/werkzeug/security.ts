import { checkPasswordHash, generatePasswordHash, genSalt, safeJoinOn } from '@triptych/werkzeug/security'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

const untrusted = (vector: Vector): string[] => (vector['args'] as string[]).slice(1)

const colon: Deviation = {
  name: 'windows-colon',
  reason:
    'On Windows a colon makes a path relative to a drive (`C:x`) or names a stream of a file (`a:b`): Werkzeug accepts both, no part of a URL may do either.',
  applies: (vector) =>
    vector['call'] === 'security.safe_join' &&
    vector['platform'] === 'windows' &&
    typeof vector['result'] === 'string' &&
    untrusted(vector).some((part) => part.includes(':')),
  expected: (vector) => ({ ...vector, result: null }),
}

export const bindings: Bindings = {
  calls: {
    safe_join: (args: [string, ...string[]], _kwargs: Json, vector?: Vector) =>
      safeJoinOn(vector?.['platform'] === 'windows' ? 'windows' : 'posix', ...args),
    check_password_hash: (args: [string, string], kwargs: { pwhash?: string; password?: string }) =>
      checkPasswordHash(args[0] ?? kwargs.pwhash!, args[1] ?? kwargs.password!),
    generate_password_hash: (args: [string, string?, number?], kwargs: Json) =>
      generatePasswordHash(args[0], {
        ...(args[1] !== undefined && { method: args[1] }),
        ...(args[2] !== undefined && { saltLength: args[2] }),
        ...kwargs,
      }),
    gen_salt: (args: [number]) => genSalt(args[0]),
  },
  deviations: [colon],
}
