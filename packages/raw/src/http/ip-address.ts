import { HEXDIG, is } from './chars.ts'

/**
 * IP addresses in the strict textual forms of RFC 3986 section 3.2.2, as bytes: 4 for IPv4, 16 for IPv6. No octal
 * or shortened IPv4 (`010.1`, which C's inet_aton takes for 8.0.0.1), no zone identifiers: what is compared against a
 * list must have one meaning.
 */
export type IpAddress = Uint8Array

/** A block of addresses: those that agree with `address` in the first `bits` bits. */
export interface IpRange {
  readonly address: IpAddress
  readonly bits: number
}

/**
 * Reads an IPv4 address.
 *
 *     IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet      ; 0 to 255, no leading zero
 *
 * @example
 * assert.deepEqual(parseIpv4('127.0.0.1'), new Uint8Array([127, 0, 0, 1]))
 * assert.equal(parseIpv4('127.1'), undefined)
 */
export function parseIpv4(text: string): IpAddress | undefined {
  if (text.length > 15) return undefined
  const address = new Uint8Array(4)
  return readIpv4(text, 0, address, 0) ? address : undefined
}

/** Reads an IPv4 address from `start` to the end of the text into four bytes; false when it is none. */
function readIpv4(text: string, start: number, bytes: Uint8Array, offset: number): boolean {
  let at = start
  for (let index = 0; index < 4; index++) {
    if (index > 0 && text.charCodeAt(at++) !== 0x2e) return false
    const first = at
    let octet = 0
    for (; at < first + 3; at++) {
      const digit = text.charCodeAt(at) - 0x30
      if (!(digit >= 0 && digit <= 9)) break
      octet = octet * 10 + digit
    }
    if (at === first || octet > 255 || (at > first + 1 && text.charCodeAt(first) === 0x30)) return false
    bytes[offset + index] = octet
  }
  return at === text.length
}

/**
 * Reads an IPv6 address, without brackets: eight groups of one to four hexadecimal digits, one run of zero groups
 * replaced by `::`, the last 32 bits optionally as IPv4 (RFC 4291 section 2.2).
 *
 * @example
 * assert.deepEqual(parseIpv6('::1'), new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))
 * assert.equal(parseIpv6('1::2::3'), undefined)
 */
export function parseIpv6(text: string): IpAddress | undefined {
  if (text.length > 45 || text.length < 2) return undefined
  const bytes = new Uint8Array(16)
  let filled = 0
  let gap = -1
  let at = 0
  if (text.startsWith('::')) {
    gap = 0
    at = 2
  }
  while (at < text.length) {
    if (filled === 16) return undefined
    const start = at
    let group = 0
    while (at < start + 4 && is(text.charCodeAt(at), HEXDIG)) {
      const code = text.charCodeAt(at++)
      group = (group << 4) | ((code & 15) + (code > 0x39 ? 9 : 0))
    }
    if (at === start) return undefined
    if (text.charCodeAt(at) === 0x2e) {
      if (filled > 12 || !readIpv4(text, start, bytes, filled)) return undefined
      filled += 4
      break
    }
    bytes[filled++] = group >> 8
    bytes[filled++] = group & 255
    if (at === text.length) break
    if (text.charCodeAt(at++) !== 0x3a) return undefined
    if (text.charCodeAt(at) === 0x3a) {
      if (gap >= 0) return undefined
      gap = filled
      at++
    } else if (at === text.length) return undefined
  }
  if (gap < 0) return filled === 16 ? bytes : undefined
  // `::` stands for at least one group (RFC 5952 section 4.2.2 allows a reader to take one).
  if (filled === 16) return undefined
  bytes.copyWithin(gap + 16 - filled, gap, filled)
  bytes.fill(0, gap, gap + 16 - filled)
  return bytes
}

/**
 * Reads an address of either family; an IPv4-mapped one (`::ffff:127.0.0.1`) is the IPv4 address that it carries,
 * since that is the host it leads to.
 *
 * @example
 * assert.deepEqual(parseIpAddress('::ffff:7f00:1'), new Uint8Array([127, 0, 0, 1]))
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  const address = text.includes(':') ? parseIpv6(text) : parseIpv4(text)
  return address !== undefined && isMapped(address) ? address.slice(12) : address
}

/** `::ffff:0:0/96`, RFC 4291 section 2.5.5.2. */
function isMapped(address: IpAddress): boolean {
  if (address.length !== 16 || address[10] !== 255 || address[11] !== 255) return false
  for (let at = 0; at < 10; at++) if (address[at] !== 0) return false
  return true
}

/**
 * Writes an address in its one canonical form, RFC 5952 section 4: lower case, no leading zeros, the longest run of
 * at least two zero groups (the first of equals) as `::`.
 *
 * @throws TypeError unless there are 4 or 16 bytes
 * @example
 * assert.equal(formatIpAddress(new Uint8Array([10, 0, 0, 1])), '10.0.0.1')
 */
export function formatIpAddress(address: IpAddress): string {
  if (address.length === 4) return address.join('.')
  if (address.length !== 16) throw new TypeError(`Expected 4 or 16 bytes, got ${address.length}`)
  if (isMapped(address)) return `::ffff:${address.subarray(12).join('.')}`
  const groups: string[] = []
  let best = -1
  let length = 1
  for (let index = 0, run = 0; index < 8; index++) {
    const group = (address[index * 2]! << 8) | address[index * 2 + 1]!
    groups.push(group.toString(16))
    run = group === 0 ? run + 1 : 0
    if (run > length) {
      length = run
      best = index + 1 - run
    }
  }
  if (best < 0) return groups.join(':')
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + length).join(':')}`
}

/**
 * The one form under which an address can be looked up in a list: canonical, and IPv4 when it is IPv4-mapped.
 *
 * @example
 * assert.equal(canonicalIpAddress('0:0::1'), '::1')
 * assert.equal(canonicalIpAddress('::FFFF:127.0.0.1'), '127.0.0.1')
 * assert.equal(canonicalIpAddress('localhost'), undefined)
 */
export function canonicalIpAddress(text: string): string | undefined {
  const address = parseIpAddress(text)
  return address && formatIpAddress(address)
}

/**
 * Reads a range as configuration writes it: an address, or a prefix in CIDR notation (RFC 4632 section 3.1).
 *
 * @throws SyntaxError when it is neither; the text comes from the program, not from the network
 * @example
 * assert.equal(ipInRange('10.1.2.3', parseIpRange('10.0.0.0/8')), true)
 * assert.throws(() => parseIpRange('10.0.0.0/33'), SyntaxError)
 */
export function parseIpRange(text: string): IpRange {
  const slash = text.indexOf('/')
  const host = slash < 0 ? text : text.slice(0, slash)
  const address = host.includes(':') ? parseIpv6(host) : parseIpv4(host)
  const digits = slash < 0 ? `${(address?.length ?? 0) * 8}` : text.slice(slash + 1)
  const bits = Number(digits)
  if (address === undefined || `${bits}` !== digits || bits < 0 || bits > address.length * 8) {
    throw new SyntaxError(`Expected an IP address or range such as 10.0.0.0/8, got ${JSON.stringify(text)}`)
  }
  // A mapped range holds the IPv4 addresses that parseIpAddress makes of its members.
  return isMapped(address) && bits >= 96 ? { address: address.slice(12), bits: bits - 96 } : { address, bits }
}

/**
 * Whether an address lies in the range. Text that is no address lies in none.
 *
 * @example
 * assert.equal(ipInRange('::ffff:10.0.0.1', parseIpRange('10.0.0.0/8')), true)
 * assert.equal(ipInRange('2001:db8::1', parseIpRange('10.0.0.0/8')), false)
 */
export function ipInRange(text: string, range: IpRange): boolean {
  const address = parseIpAddress(text)
  if (address === undefined || address.length !== range.address.length) return false
  const whole = range.bits >> 3
  for (let at = 0; at < whole; at++) if (address[at] !== range.address[at]) return false
  const rest = range.bits & 7
  return rest === 0 || (address[whole]! ^ range.address[whole]!) >> (8 - rest) === 0
}
