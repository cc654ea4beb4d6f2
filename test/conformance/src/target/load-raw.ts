import type * as gatewaysModule from '@triptych/raw/gateways'
import type * as httpModule from '@triptych/raw/http'
import type * as inputModule from '@triptych/raw/input'
import type * as serverModule from '@triptych/raw/server'
import type * as testingModule from '@triptych/raw/testing'
import type * as validateModule from '@triptych/raw/validate'
import { TargetError } from '../target.ts'

/** The parts of @triptych/raw that run an application in this process. */
export interface Raw {
  readonly gateways: typeof gatewaysModule
  readonly http: typeof httpModule
  readonly input: typeof inputModule
  readonly server: typeof serverModule
  readonly testing: typeof testingModule
  readonly validate: typeof validateModule
}

/**
 * Loads @triptych/raw. Only what runs an application in this process needs it; everything else works without.
 *
 * @throws TargetError that says what to install
 * @example
 * const { testing } = await loadRaw()
 * assert.equal(typeof testing.call, 'function')
 */
export function loadRaw(): Promise<Raw> {
  return (loaded ??= load())
}

let loaded: Promise<Raw> | undefined

async function load(): Promise<Raw> {
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
