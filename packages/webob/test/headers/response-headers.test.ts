import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { ResponseHeaders } from '../../src/headers/index.ts'
import type { HeaderName, KnownHeader } from '../../src/headers/index.ts'
import type { MultiDict } from '../../src/multidict/index.ts'

type Pairs = [string, string][]

const list = (): Pairs => [
  ['Content-Type', 'text/html'],
  ['Set-Cookie', 'a=1'],
  ['set-cookie', 'b=2'],
]

describe('names compare without case, and keep theirs', () => {
  test.each<[name: string, act: (headers: ResponseHeaders) => unknown, value: unknown, after: Pairs]>([
    ['get', (h) => h.get('content-type'), 'text/html', list()],
    ['get: the last', (h) => h.get('SET-COOKIE' as string), 'b=2', list()],
    ['get: a default', (h) => h.get('ETag', null), null, list()],
    ['has', (h) => [h.has('content-type'), h.has('content-typ')], [true, false], list()],
    ['getall', (h) => h.getall('Set-Cookie'), ['a=1', 'b=2'], list()],
    ['getone', (h) => h.getone('CONTENT-TYPE'), 'text/html', list()],
    [
      'set replaces all and appends',
      (h) => h.set('set-cookie', 'c'),
      undefined,
      [...list().slice(0, 1), ['set-cookie', 'c']],
    ],
    ['add', (h) => h.add('set-cookie', 'c=3'), undefined, [...list(), ['set-cookie', 'c=3']]],
    ['delete', (h) => h.delete('Set-Cookie'), true, list().slice(0, 1)],
    ['delete of what is not there', (h) => h.delete('ETag'), false, list()],
    ['pop takes the first', (h) => h.pop('set-cookie'), 'a=1', [list()[0]!, list()[2]!]],
    ['setdefault gives the first', (h) => h.setdefault('SET-COOKIE', 'c'), 'a=1', list()],
    ['setdefault adds', (h) => h.setdefault('ETag', '"e"'), '"e"', [...list(), ['ETag', '"e"']]],
    ['update', (h) => h.update({ 'SET-COOKIE': 'c' }), undefined, [list()[0]!, ['SET-COOKIE', 'c']]],
    ['extend', (h) => h.extend([['Vary', 'Cookie']]), undefined, [...list(), ['Vary', 'Cookie']]],
    ['dictOfLists', (h) => [...h.dictOfLists().keys()], ['content-type', 'set-cookie'], list()],
    ['mixed', (h) => h.mixed().get('set-cookie'), ['a=1', 'b=2'], list()],
    ['clear', (h) => h.clear(), undefined, []],
  ])('%s', (_name, act, value, after) => {
    const pairs = list()
    expect(act(ResponseHeaders.viewList(pairs))).toEqual(value)
    expect(pairs).toEqual(after)
  })

  test('a list of its own, and a copy, are not live', () => {
    const pairs = list()
    const headers = new ResponseHeaders(pairs)
    const copy = headers.copy()
    copy.delete('set-cookie')
    headers.add('ETag', '"e"')
    expect([pairs.length, headers.size, copy.size]).toEqual([3, 4, 1])
    expect(copy).toBeInstanceOf(ResponseHeaders)
  })

  test('a view is of an array', () => {
    expect(() => ResponseHeaders.viewList({} as Pairs)).toThrow(/array of pairs, got object/)
  })
})

const BAD: [name: string, field: [string, string]][] = [
  ['CR LF', ['X-A', 'a\r\nSet-Cookie: b']],
  ['LF', ['X-A', 'a\nb']],
  ['CR', ['X-A', 'a\rb']],
  ['NUL', ['X-A', 'a\0b']],
  ['DEL', ['X-A', 'a\x7f']],
  ['a character above U+00FF', ['X-A', '\u560a']],
  ['no value', ['X-A', null as unknown as string]],
  ['a number', ['X-A', 1 as unknown as string]],
  ['a colon in the name', ['X-A:', 'a']],
  ['a blank in the name', ['X A', 'a']],
  ['a line in the name', ['X-A\r\nX-B', 'a']],
  ['an empty name', ['', 'a']],
  ['a name that is no ASCII', ['X-\xe9', 'a']],
]

describe.each(BAD)('%s is refused at every door', (_name, field) => {
  test.each<[name: string, write: (headers: ResponseHeaders) => unknown]>([
    ['set', (headers) => headers.set(...field)],
    ['add', (headers) => headers.add(...field)],
    ['setdefault', (headers) => headers.setdefault(...field)],
    ['update', (headers) => headers.update([['ETag', '"e"'], field])],
    ['extend', (headers) => headers.extend([['ETag', '"e"'], field])],
    ['new', () => new ResponseHeaders([field])],
  ])('%s', (_door, write) => {
    const pairs = list()
    expect(() => write(ResponseHeaders.viewList(pairs))).toThrow(
      expect.objectContaining({ name: 'FieldError', code: 'ERR_INVALID_FIELD' }),
    )
    expect(pairs).toEqual(list())
  })
})

test('whatever is written, no line is written', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (name, value) => {
      const pairs: Pairs = []
      const headers = ResponseHeaders.viewList(pairs)
      try {
        headers.set(name, value)
      } catch {
        return pairs.length === 0
      }
      return pairs.length === 1 && !/[\r\n\0]/.test(pairs.flat().join(''))
    }),
  )
})

test('types: the names that are known, lower case, X-; and any text', () => {
  const headers = new ResponseHeaders()
  expectTypeOf(headers).toExtend<MultiDict>()
  expectTypeOf(ResponseHeaders.viewList([])).toEqualTypeOf<ResponseHeaders>()
  expectTypeOf(headers.get('Content-Type')).toEqualTypeOf<string | undefined>()
  expectTypeOf(headers.get('etag', null)).toEqualTypeOf<string | null>()
  expectTypeOf<HeaderName<'X-Trace'>>().toEqualTypeOf<'X-Trace'>()
  expectTypeOf<HeaderName<'a-new-field'>>().toEqualTypeOf<'a-new-field'>()
  expectTypeOf<HeaderName<string>>().toEqualTypeOf<string>()
  expectTypeOf<HeaderName<'Contnet-Type'>>().toEqualTypeOf<KnownHeader>()
  expectTypeOf<'Contnet-Type'>().not.toExtend<KnownHeader>()
})
