import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatUpgrade, parseUpgrade } from '../../src/http/upgrade.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, protocols: [string, string | undefined][], problems: number[]]>([
  ['', [], []],
  ['websocket', [['websocket', undefined]], []],
  [
    'HTTP/2.0, SHTTP/1.3, IRC/6.9, RTA/x11',
    [
      ['HTTP', '2.0'],
      ['SHTTP', '1.3'],
      ['IRC', '6.9'],
      ['RTA', 'x11'],
    ],
    [],
  ],
  [' , h2c\t,', [['h2c', undefined]], []],
  ['a/, /1, a/b/c, a b, x', [['x', undefined]], [0, 3, 7, 14]],
])('%j', (text, protocols, problems) => {
  const read = parseUpgrade(text)
  expect(read.protocols.map(({ name, version }) => [name, version])).toEqual(protocols)
  expect(read.problems.map(({ at }) => at)).toEqual(problems)
})

test('whatever was read is written again; a million characters', () => {
  fc.assert(
    fc.property(textOf('a1/, "'), (text) => {
      const { protocols } = parseUpgrade(text)
      expect(parseUpgrade(formatUpgrade(protocols))).toEqual({ protocols, problems: [] })
    }),
  )
  expect(parseUpgrade(megabyte('/,')).protocols).toEqual([])
})

test('a protocol that is none is not written', () => {
  expect(() => formatUpgrade([{ name: 'a b', version: undefined }])).toThrow(TypeError)
  expect(() => formatUpgrade([{ name: 'a', version: '' }])).toThrow(TypeError)
})
