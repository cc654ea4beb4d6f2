import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonicalIpAddress,
  formatIpAddress,
  ipInRange,
  parseIpAddress,
  parseIpRange,
  parseIpv4,
  parseIpv6,
} from '../../src/http/ip-address.ts'
import { anyText, megabyte, textOf } from './hostile-text.ts'

describe('canonical text, RFC 5952 section 4', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::ABCD', '2001:db8::abcd'],
    ['0:0::1', '::1'],
    ['::', '::'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:10.0.0.1', '10.0.0.1'],
    ['::127.0.0.1', '::7f00:1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s', (text, canonical) => {
    expect(canonicalIpAddress(text)).toBe(canonical)
  })

  test('formatting a mapped address keeps it IPv6, since that is what the bytes say', () => {
    const mapped = parseIpv6('::ffff:127.0.0.1')!
    expect(formatIpAddress(mapped)).toBe('::ffff:127.0.0.1')
    expect(() => formatIpAddress(new Uint8Array(5))).toThrow(TypeError)
  })
})

test.each([
  '',
  '127.1',
  '127.0.0.1.',
  '.127.0.0.1',
  '127.0.0.256',
  '127.0.0.01',
  '0x7f.0.0.1',
  '2130706433',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.4 ',
  '\uff11.2.3.4',
  ':',
  ':::',
  '1',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '::1:2:3:4:5:6:7:8',
  '12345::',
  '::g',
  ':1::2',
  '1::2:',
  'fe80::1%eth0',
  '[::1]',
  '::1.2.3',
  '::256.0.0.1',
  '1.2.3.4::',
  '1:2:3:4:5:6:7:1.2.3.4',
  '::1.2.3.4:5',
  '::ffff:127.0.0.01',
])('%j is no address', (text) => {
  expect(canonicalIpAddress(text)).toBeUndefined()
})

test('agrees with node:net on any text', () => {
  fc.assert(
    fc.property(fc.oneof(textOf('0125:.af'), fc.ipV4(), fc.ipV6(), anyText), (text) => {
      expect(parseIpv4(text) !== undefined).toBe(isIPv4(text))
      expect(parseIpv6(text) !== undefined).toBe(isIPv6(text) && !text.includes('%'))
    }),
    { numRuns: 2000 },
  )
})

test('bytes survive', () => {
  const address = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  )
  fc.assert(
    fc.property(address, (bytes) => {
      const text = formatIpAddress(bytes)
      expect(bytes.length === 4 ? parseIpv4(text) : parseIpv6(text)).toEqual(new Uint8Array(bytes))
    }),
  )
  const zeros = fc.array(fc.constantFrom(0, 0, 1), { minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(zeros, (numbers) => {
      const bytes = Uint8Array.from(numbers)
      expect(parseIpv6(formatIpAddress(bytes))).toEqual(bytes)
    }),
  )
})

test.each<[text: string, range: string, inside: boolean]>([
  ['10.255.255.255', '10.0.0.0/8', true],
  ['11.0.0.0', '10.0.0.0/8', false],
  ['192.0.2.129', '192.0.2.128/25', true],
  ['192.0.2.127', '192.0.2.128/25', false],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['::1', '0.0.0.0/0', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.2', '127.0.0.1/32', false],
  ['2001:db8:ffff::', '2001:db8::/32', true],
  ['2001:db9::', '2001:db8::/32', false],
  ['0:0::1', '::1', true],
  // CVE-2026-24398: the same host under another name
  ['::ffff:127.0.0.1', '127.0.0.0/8', true],
  ['127.0.0.1', '::ffff:127.0.0.0/104', true],
  ['::ffff:7f00:1', '::ffff:0:0/96', true],
  ['010.0.0.1', '10.0.0.0/8', false],
  ['localhost', '0.0.0.0/0', false],
])('%s in %s: %s', (text, range, inside) => {
  expect(ipInRange(text, parseIpRange(range))).toBe(inside)
})

test.each([
  '',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '10.0/8',
  'x/8',
  '10.0.0.0/1e1',
])('range %j is refused with its text', (text) => {
  expect(() => parseIpRange(text)).toThrow(SyntaxError)
  expect(() => parseIpRange(text)).toThrow(JSON.stringify(text))
})

test('a million characters', () => {
  for (const pattern of [':', '1:', '0.', '::', 'f'])
    expect(parseIpAddress(megabyte(pattern))).toBeUndefined()
})
