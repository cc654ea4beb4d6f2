import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBasic, encodeBasic } from '../../src/http/basic.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[token68: string, user: string | undefined, password?: string]>([
  ['QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'Aladdin', 'open sesame'],
  // RFC 7617 section 2.1
  ['dGVzdDoxMjPCow==', 'test', '123\xa3'],
  ['Og==', '', ''],
  ['dTo=', 'u', ''],
  ['dTo6', 'u', ':'],
  // Not canonical: no padding, wrong padding, stray bits, white space, the alphabet for URLs
  ['dTo', undefined],
  ['dTo==', undefined],
  ['dTp=', undefined],
  ['dT o=', undefined],
  ['dTrDv_8=', undefined],
  ['!!!', undefined],
  ['', undefined],
  ['dQ==', undefined],
  // A lone byte E9 is no UTF-8, and controls are forbidden
  ['6To=', undefined],
  ['dToA', undefined],
  ['dQo6', undefined],
  ['\u20ac', undefined],
])('%j', (token68, user, password) => {
  expect(decodeBasic(token68)).toEqual(user === undefined ? undefined : { user, password })
})

test('another charset', () => {
  expect(decodeBasic('6To=', 'iso-8859-1')).toEqual({ user: '\xe9', password: '' })
})

test('what cannot be told apart, or is a control character, is refused', () => {
  expect(() => encodeBasic('a:b', 'c')).toThrow(TypeError)
  expect(() => encodeBasic('a\n', 'c')).toThrow(TypeError)
  expect(() => encodeBasic('a', 'c\0')).toThrow(TypeError)
  // A password does not belong into a message
  expect(() => encodeBasic('a', 'secret\x7f')).toThrow(/^(?!.*secret)/)
})

test('what is encoded is decoded', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(text, text, (user, password) => {
      const name = user.replaceAll(':', '')
      expect(decodeBasic(encodeBasic(name, password))).toEqual({ user: name, password })
    }),
  )
})

test('any text gives credentials or nothing', () => {
  fc.assert(
    fc.property(textOf('dTpwOg=+/'), (text) => {
      const read = decodeBasic(text)
      expect(read === undefined ? text : encodeBasic(read.user, read.password)).toBe(text)
    }),
  )
  for (const pattern of ['=', 'a', 'YTph', '-']) expect(() => decodeBasic(megabyte(pattern))).not.toThrow()
})
