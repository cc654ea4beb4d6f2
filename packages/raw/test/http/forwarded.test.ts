import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatForwarded,
  formatForwardedNode,
  parseForwarded,
  parseForwardedNode,
} from '../../src/http/forwarded.ts'
import type { ForwardedElement, ForwardedNode } from '../../src/http/forwarded.ts'
import { fixtureCases, megabyte, textOf } from './hostile-text.ts'

interface ForwardedCase {
  id: string
  field: string
  value: string
  expect: { elements: ForwardedElement[] | null }
}

const cases = fixtureCases<ForwardedCase>('headers-forwarding').filter(({ field }) => field === 'Forwarded')

describe('cases', () => {
  test.each(cases)('$id', ({ value, expect: { elements } }) => {
    const read = parseForwarded(value)
    // A recipient that is strict has no elements as soon as there is a problem.
    expect(read.problems.length > 0 ? null : read.elements).toEqual(elements)
  })

  test('there are 7', () => expect(cases.length).toBe(7))
})

describe('parseForwarded, RFC 7239 section 4', () => {
  test.each<[text: string, elements: ForwardedElement[], problems: [string, number][]]>([
    ['', [], []],
    [' , ,', [], []],
    ['for=1.2.3.4;;proto=http;', [{ for: '1.2.3.4', proto: 'http' }], []],
    ['for=1.2.3.4 ; proto=http\t, for=5.6.7.8', [{ for: '1.2.3.4', proto: 'http' }, { for: '5.6.7.8' }], []],
    ['FOR="_a,b;c"', [{ for: '_a,b;c' }], [['node', 0]]],
    ['for="\\_\\a"', [{ for: '_a' }], []],
    ['for=unknown;x="1;2,3";X=', [{ for: 'unknown', extensions: [['x', '1;2,3']] }], [['pair', 22]]],
    ['x=""', [{ extensions: [['x', '']] }], []],
    ['for=1.2.3.4;for=6.6.6.6', [{ for: '1.2.3.4' }], [['repeated-parameter', 12]]],
    ['for="open, for=1.2.3.4', [{}], [['pair', 0]]],
    ['for=1.2.3.4, "for=6.6.6.6', [{ for: '1.2.3.4' }, {}], [['pair', 13]]],
    ['for=1.2.3.4:80', [{}], [['pair', 0]]],
    ['for="::1"', [{ for: '::1' }], [['node', 0]]],
    ['for="[::1]:99999"', [{ for: '[::1]:99999' }], [['node', 0]]],
    ['by=example.com', [{ by: 'example.com' }], [['node', 0]]],
    ['host="a b"', [{ host: 'a b' }], [['host', 0]]],
    ['host="a:80";proto="ht tp"', [{ host: 'a:80', proto: 'ht tp' }], [['proto', 12]]],
    ['for', [{}], [['pair', 0]]],
    ['=a', [{}], [['pair', 0]]],
    ['for =a', [{}], [['pair', 0]]],
    ['for="a"b;proto=http', [{ proto: 'http' }], [['pair', 0]]],
    ['__proto__=1', [{ extensions: [['__proto__', '1']] }], []],
  ])('%j', (text, elements, problems) => {
    const read = parseForwarded(text)
    expect(read.elements).toEqual(elements)
    expect(read.problems.map(({ code, at }) => [code, at])).toEqual(problems)
  })

  test('a million characters', () => {
    for (const pattern of [',', ';', '"', '\\', 'for=', 'for="', 'for="\\', '= ', ' ', 'a=b;', 'for=_a,']) {
      expect(parseForwarded(megabyte(pattern)).elements.length).toBeLessThanOrEqual(1_000_001)
    }
  })
})

describe('nodes, RFC 7239 section 6', () => {
  test.each<[text: string, node: ForwardedNode]>([
    ['192.0.2.43', { kind: 'ipv4', name: '192.0.2.43', port: undefined }],
    ['192.0.2.43:47011', { kind: 'ipv4', name: '192.0.2.43', port: '47011' }],
    ['192.0.2.43:_p', { kind: 'ipv4', name: '192.0.2.43', port: '_p' }],
    ['[2001:DB8::17]', { kind: 'ipv6', name: '2001:db8::17', port: undefined }],
    ['[::1]:80', { kind: 'ipv6', name: '::1', port: '80' }],
    ['0::1', { kind: 'ipv6', name: '::1', port: undefined }],
    ['unknown', { kind: 'unknown', name: 'unknown', port: undefined }],
    ['Unknown:1', { kind: 'unknown', name: 'unknown', port: '1' }],
    ['_gazonk', { kind: 'obfuscated', name: '_gazonk', port: undefined }],
    ['_a.b-c_d:80', { kind: 'obfuscated', name: '_a.b-c_d', port: '80' }],
  ])('%s', (text, node) => {
    expect(parseForwardedNode(text)).toEqual(node)
  })

  test.each([
    '',
    '_',
    '_a b',
    'gazonk',
    '1.2.3',
    '1.2.3.4:',
    '1.2.3.4:65536',
    '1.2.3.4:000080',
    '1.2.3.4:_',
    '[::1',
    '[::1]x',
    '[1.2.3.4]',
    '[]',
    '1.2.3.4:1:2',
    '\u2603',
  ])('%j is none', (text) => {
    expect(parseForwardedNode(text)).toBeUndefined()
  })

  test.each<[name: string, port: number | string | undefined, text: string]>([
    ['::1', undefined, '[::1]'],
    ['::1', 80, '[::1]:80'],
    ['1.2.3.4', '_x', '1.2.3.4:_x'],
    ['unknown', undefined, 'unknown'],
  ])('written from %s and %s', (name, port, text) => {
    expect(formatForwardedNode(name, port)).toBe(text)
  })

  test('what is no node is not written', () => {
    expect(() => formatForwardedNode('example.com')).toThrow(TypeError)
    expect(() => formatForwardedNode('1.2.3.4', 65536)).toThrow(/1\.2\.3\.4:65536/)
  })
})

describe('formatForwarded', () => {
  test('writes what parseForwarded reads', () => {
    const node = fc.constantFrom('1.2.3.4', '1.2.3.4:80', '[::1]', '[2001:db8::1]:4711', 'unknown', '_hidden')
    const element = fc.record(
      {
        for: node,
        by: node,
        host: fc.constantFrom('a.example', '[::1]:8000'),
        proto: fc.constantFrom('http', 'https'),
        extensions: fc.array(fc.tuple(fc.constantFrom('x', 'y-z'), fc.string({ unit: 'grapheme-ascii' })), {
          minLength: 1,
        }),
      },
      { requiredKeys: ['for'] },
    )
    fc.assert(
      fc.property(fc.array(element), (elements) => {
        expect(parseForwarded(formatForwarded(elements))).toEqual({ elements, problems: [] })
      }),
    )
  })

  test.each<[element: ForwardedElement]>([
    [{}],
    [{ for: '::1' }],
    [{ for: '1.2.3.4\r\nX: 1' }],
    [{ host: 'a b' }],
    [{ proto: '' }],
    [{ extensions: [['a b', '1']] }],
    [{ extensions: [['a', '\n']] }],
  ])('refuses %j', (element) => {
    expect(() => formatForwarded([element])).toThrow(TypeError)
  })
})

test('any text: problems or elements that can be written again', () => {
  fc.assert(
    fc.property(textOf('for=by;,"_1.:[]\\ \t'), (text) => {
      const { elements, problems } = parseForwarded(text)
      fc.pre(problems.length === 0)
      expect(parseForwarded(formatForwarded(elements)).elements).toEqual(elements)
    }),
    { numRuns: 500 },
  )
})
