import { TargetError } from '../target.ts'

/** The parts of @triptych/raw that run an application in this process. */
export interface Raw {
  readonly gateways: typeof import('@triptych/raw/gateways')
  readonly http: typeof import('@triptych/raw/http')
  readonly input: typeof import('@triptych/raw/input')
  readonly server: typeof import('@triptych/raw/server')
  readonly testing: typeof import('@triptych/raw/testing')
  readonly validate: typeof import('@triptych/raw/validate')
}

/**
 * Loads @triptych/raw. Only what runs an application in this process needs it; everything else works without.
 *
 * @throws TargetError that says what to install
 * @example
 * const { testing } = await loadRaw()
 * assert.equal(typeof testing.call, 'function')
 */
export async function loadRaw(): Promise<Raw> {
  try {
    const [gateways, http, input, server, testing, validate] = await Promise.all([
      import('@triptych/raw/gateways'),
      import('@triptych/raw/http'),
      import('@triptych/raw/input'),
      import('@triptych/raw/server'),
      import('@triptych/raw/testing'),
      import('@triptych/raw/validate'),
    ])
    return { gateways, http, input, server, testing, validate }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('@triptych/raw')) throw error
    throw new TargetError(
      'Expected @triptych/raw, which runs applications in this process, found none: run `npm install @triptych/raw`',
      { cause: error },
    )
  }
}
