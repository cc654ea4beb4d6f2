import { createRequire } from 'node:module'
import { TargetError } from '../src/target.ts'

const require = createRequire(new URL('../peers/package.json', import.meta.url))

/**
 * A library of the folder `peers`, which is installed on demand.
 *
 * @throws TargetError that says how
 */
export function peer(name: string): unknown {
  try {
    return require(name) as unknown
  } catch (error) {
    throw new TargetError(`Expected ${name}: run \`npm ci --prefix test/conformance/peers\``, {
      cause: error,
    })
  }
}
