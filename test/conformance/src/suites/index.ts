import type { Suite } from '../suite.ts'

/** The suites by name. Each is loaded when it is asked for: what one needs, another does not. */
const LOADERS: ReadonlyMap<string, () => Promise<Suite>> = new Map<string, () => Promise<unknown>>([
  ['service', async () => (await import('./service.ts')).serviceSuite],
  ['lint', async () => (await import('./lint.ts')).lintSuite],
  ['wire', async () => (await import('./wire.ts')).wireSuite],
  ['gateway', async () => (await import('./gateway.ts')).gatewaySuite],
  ['echo', async () => (await import('./echo.ts')).echoSuite],
  ['proxy', async () => (await import('./proxy.ts')).proxySuite],
  ['process', async () => (await import('./process.ts')).processSuite],
  ['toolkit', async () => (await import('./toolkit.ts')).toolkitSuite],
]) as ReadonlyMap<string, () => Promise<Suite>>

/** Names of all suites, in the order in which one meets them. */
export const SUITE_NAMES: readonly string[] = [...LOADERS.keys()]

/**
 * Loads a suite.
 *
 * @throws RangeError for a name that is none
 * @example
 * assert.equal((await loadSuite('wire')).name, 'wire')
 * await assert.rejects(loadSuite('wires'), RangeError)
 */
export async function loadSuite(name: string): Promise<Suite> {
  const load = LOADERS.get(name)
  if (load === undefined) throw new RangeError(`Expected a suite (${SUITE_NAMES.join(', ')}), got ${name}`)
  return load()
}
