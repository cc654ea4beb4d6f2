import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { noEscape, stripTags } from '@triptych/webob/exc'
import { toHtml } from '@triptych/webob/util'

describe('stripTags', () => {
  test.each([
    ['', ''],
    ['a\nb\r\nc', 'a b c'],
    ['a<br>b<BR/>c<br />d', 'a\nb\nc\nd'],
    ['a<!-- b -->c', 'a b c'],
    ['<p class="x">a</p>', 'a'],
    ['a < b', 'a < b'],
    ['a <b', 'a <b'],
    ['<a<b>c', 'c'],
    ['<>a', 'a'],
    ['a>b', 'a>b'],
    ['<!--<br>-->x', '\nx'],
  ])('%j is %j', (html, text) => {
    expect(stripTags(html)).toBe(text)
  })

  test('leaves no tag', () => {
    const pieces = fc.array(fc.constantFrom('<', '>', '<br', '<!--', '-->', 'a', '\n', '/', ' '), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(pieces, (list) => {
        expect(stripTags(list.join(''))).not.toMatch(/<[^>]*>/)
      }),
    )
  })

  test.each(['<', '<br', '<!--', '<b>', '>'])('a megabyte of %j takes linear time', (piece) => {
    const text = piece.repeat(1_000_000 / piece.length)
    expect(stripTags(text).length).toBeLessThanOrEqual(text.length)
  })
})

describe('noEscape', () => {
  class Both {
    toString(): string {
      return '<text>'
    }
    [toHtml](): string {
      return '<b>html</b>'
    }
  }
  test.each([
    [null, ''],
    [undefined, ''],
    ['<b>', '<b>'],
    [42, '42'],
    [new TextEncoder().encode('é'), 'é'],
    [new Both(), '<text>'],
    [{ [toHtml]: () => '<b>' }, ''],
  ])('%o is %j', (value, text) => {
    expect(noEscape(value)).toBe(text)
  })
})
