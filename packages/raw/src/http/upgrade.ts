import { trimOws } from './chars.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { checkToken, isToken } from './token.ts'

/** A protocol that a connection could change to. */
export interface UpgradeProtocol {
  /** In its case; names are compared without regard to it. */
  readonly name: string
  readonly version: string | undefined
}

/** The protocols of an Upgrade field, best first. */
export interface Upgrade {
  readonly protocols: readonly UpgradeProtocol[]
  /** `protocol` for each element that is none. */
  readonly problems: readonly Problem[]
}

/**
 * Reads an Upgrade field, RFC 9110 section 7.8:
 *
 *     Upgrade  = #protocol
 *     protocol = protocol-name [ "/" protocol-version ]     ; both tokens
 *
 * @example
 * assert.deepEqual(parseUpgrade('websocket, IRC/6.9').protocols, [
 *   { name: 'websocket', version: undefined },
 *   { name: 'IRC', version: '6.9' },
 * ])
 */
export function parseUpgrade(text: string): Upgrade {
  const protocols: UpgradeProtocol[] = []
  let problems: Problem[] | undefined
  for (let start = 0; start < text.length;) {
    const comma = text.indexOf(',', start)
    const end = comma < 0 ? text.length : comma
    const element = trimOws(text.slice(start, end))
    const slash = element.indexOf('/')
    const name = slash < 0 ? element : element.slice(0, slash)
    const version = slash < 0 ? undefined : element.slice(slash + 1)
    if (isToken(name) && (version === undefined || isToken(version))) protocols.push({ name, version })
    else if (element !== '') (problems ??= []).push({ code: 'protocol', at: start })
    start = end + 1
  }
  return { protocols, problems: problems ?? NO_PROBLEMS }
}

/**
 * Writes an Upgrade field.
 *
 * @throws TypeError when a name or version is no token
 * @example
 * assert.equal(formatUpgrade([{ name: 'websocket', version: undefined }]), 'websocket')
 */
export function formatUpgrade(protocols: readonly UpgradeProtocol[]): string {
  return protocols
    .map(({ name, version }) => checkToken(name) + (version === undefined ? '' : `/${checkToken(version)}`))
    .join(', ')
}
