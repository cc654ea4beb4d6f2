import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DebugReprGenerator, debugRepr, dump } from '../../src/debug/repr.ts'

const number = (n: number | string): string => `<span class="number">${n}</span>`
const text = (s: string): string => `<span class="string">&#39;${s}&#39;</span>`
const object = (s: string): string => `<span class="object">${s}</span>`
const module = (s: string): string => `<span class="module">${s}</span>`
const pair = (key: string, value: string, between = ': '): string =>
  `<span class="pair"><span class="key">${key}</span>${between}<span class="value">${value}</span></span>`

class Foo {
  x = 42
  readonly z = 15
  get y(): number {
    throw new Error('a getter was run')
  }
  method(): void {}
}
class MyList extends Array<number> {}

describe('debugRepr', () => {
  const circle: unknown[] = [1]
  circle.push(circle)
  const holed: unknown[] = []
  holed[1] = 1
  const ring: Record<string, unknown> = { a: 1 }
  ring['self'] = ring
  const twenty = Array.from({ length: 20 }, (_, at) => at)

  test.each<[name: string, value: unknown, html: string]>([
    ['an empty array', [], '[]'],
    ['an array', [1, 2], `[${number(1)}, ${number(2)}]`],
    ['kinds in an array', [1, 'test'], `[${number(1)}, ${text('test')}]`],
    ['null', [null], `[${object('null')}]`],
    ['undefined', undefined, object('undefined')],
    ['a truth', true, object('true')],
    ['an empty text', '', text('')],
    ['a text', 'foo', text('foo')],
    ['quotes and controls', `a'b"\n<\x1b`, text('a\\&#39;b&#34;\\n&lt;\\u001b')],
    [
      'a long text',
      's'.repeat(80),
      `<span class="string">&#39;${'s'.repeat(69)}<span class="extended">${'s'.repeat(11)}&#39;</span></span>`,
    ],
    [
      'a long text that is escaped',
      '<'.repeat(80),
      `<span class="string">&#39;${'&lt;'.repeat(69)}<span class="extended">${'&lt;'.repeat(11)}&#39;</span></span>`,
    ],
    ['two characters more than a line', 's'.repeat(70), text('s'.repeat(70))],
    [
      'a long array',
      twenty,
      `[${twenty.slice(0, 8).map(number).join(', ')}, <span class="extended">${twenty.slice(8).map(number).join(', ')}</span>]`,
    ],
    ['a hole', holed, `[<span class="help">empty</span>, ${number(1)}]`],
    ['an object', { foo: 42 }, `{ ${pair('foo', number(42))} }`],
    ['a name with a dash', { 'a-b': 1 }, `{ ${pair('&#39;a-b&#39;', number(1))} }`],
    ['a symbol as name', { [Symbol('s')]: 1 }, `{ ${pair('[Symbol(s)]', number(1))} }`],
    ['a map', new Map([['foo', 42]]), `${module('Map(1)')} {${pair(text('foo'), number(42), ' =&gt; ')}}`],
    ['a set', new Set('x'), `${module('Set(1)')} {${text('x')}}`],
    ['an array of a class', MyList.from([1, 2]), `${module('MyList(2)')} [${number(1)}, ${number(2)}]`],
    ['a regular expression', /fo<\d/gi, '<span class="string regex">/fo&lt;\\d/gi</span>'],
    ['an array in itself', circle, `[${number(1)}, […]]`],
    ['an object in itself', ring, `{ ${pair('a', number(1))}, ${pair('self', '{…}')} }`],
    [
      'a getter',
      {
        get x() {
          throw new Error('ran')
        },
      },
      `{ ${pair('x', '<span class="help">[Getter]</span>')} }`,
    ],
    ['a setter', { set x(_: number) {} }, `{ ${pair('x', '<span class="help">[Setter]</span>')} }`],
    ['an object without a prototype', Object.create(null), `${module('[null]')} {}`],
    ['a function', function foo(): void {}, object('function foo')],
    ['a class', Foo, object('class Foo')],
    ['an asynchronous function', async function later(): Promise<void> {}, object('async function later')],
    ['an error', new TypeError('no <b>'), object('TypeError: no &lt;b&gt;')],
    ['a date', new Date(0), object('1970-01-01T00:00:00.000Z')],
    ['a promise', Promise.resolve(3), object('Promise { 3 }')],
    ['bytes', new Uint8Array(2), object('Uint8Array(2) [ 0, 0 ]')],
    ['an address', new URL('http://a/b?<'), object('URL http://a/b?%3C')],
    ['a bigint', 5n, number('5n')],
    ['a negative zero', -0, number('-0')],
    ['a symbol', Symbol('q'), object('Symbol(q)')],
    ['a wrapped number', Object(1), object('[Number: 1]')],
  ])('%s', (_, value, html) => {
    expect(debugRepr(value)).toBe(html)
  })

  test('runs nothing of a value', () => {
    const touched: string[] = []
    const trap = new Proxy(
      {},
      { get: (_, key) => touched.push(String(key)), ownKeys: () => (touched.push('ownKeys'), []) },
    )
    class Loud {
      inner = trap
      get value(): number {
        return touched.push('getter')
      }
      toString(): string {
        touched.push('toString')
        return ''
      }
      toJSON(): void {
        touched.push('toJSON')
      }
      [Symbol.for('nodejs.util.inspect.custom')](): string {
        touched.push('inspect')
        return ''
      }
      get [Symbol.toStringTag](): string {
        touched.push('tag')
        return ''
      }
    }
    const child = Object.create(trap) as object
    const html =
      debugRepr([trap, new Loud(), child, Object.setPrototypeOf([1], trap)]) + dump(new Loud()) + dump(trap)
    expect(touched).toEqual([])
    expect(html).toContain('[Proxy]')
  })

  test('a value that cannot be shown says so', () => {
    class Broken extends DebugReprGenerator {
      override objectRepr(): string {
        throw new Error('broken!')
      }
    }
    expect(new Broken().repr({})).toBe('<span class="brokenrepr">&lt;broken repr (Error: broken!)&gt;</span>')
  })

  test('ends with what is huge, deep or wide', () => {
    let chain: object = {}
    for (let at = 0; at < 100_000; at++) chain = { chain }
    const wide = Array.from({ length: 300_000 }, () => [[[1]]])
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, {}]))
    for (const value of [chain, wide, many, new Map(Object.entries(many)), 'x'.repeat(5_000_000)]) {
      expect(debugRepr(value).length).toBeLessThan(200_000)
    }
    expect(debugRepr(wide)).toContain(`… ${300_000 - 100} more`)
    expect(debugRepr('x'.repeat(10_001))).toContain('… 1 more characters')
  })

  test('limits are the caller’s', () => {
    expect(debugRepr([[1]], { depth: 1 })).toBe('[[…]]')
    expect(debugRepr([1, 2, 3], { items: 2 })).toContain('… 1 more')
    expect(debugRepr([1, 2], { values: 2 })).toBe(`[${number(1)}, …]`)
  })

  test('whatever it is, its text is escaped', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withSet: true, withTypedArray: true, withDate: true }),
        (value) => {
          const bare = debugRepr(value).replaceAll(/<\/?span(?: class="[a-z ]+")?>/g, '')
          expect(bare).not.toMatch(/[<>"']/)
        },
      ),
    )
  })
})

describe('dump', () => {
  test('shows an object with what its classes have', () => {
    const html = dump(new Foo())
    expect(html).toContain('<h3>Details for Foo</h3>')
    expect(html).toContain(`<th scope="row">x<td>${number(42)}`)
    expect(html).toContain(`<th scope="row">z<td>${number(15)}`)
    expect(html).toContain('<th scope="row">y<td><span class="help">[Getter]</span>')
    expect(html).toContain('<th scope="row">method')
  })

  test('shows a plain object by its contents', () => {
    const html = dump({ x: 42, '<y>': 23 })
    expect(html).toContain('<h3>Contents of an object</h3>')
    expect(html).toContain(`<th scope="row">&#39;&lt;y&gt;&#39;<td>${number(23)}`)
  })

  test('shows variables', () => {
    const html = new DebugReprGenerator().dumpLocals({ x: 42 })
    expect(html).toContain('<h3>Local variables in frame</h3>')
    expect(html).toContain(`<th scope="row">x<td>${number(42)}`)
    expect(new DebugReprGenerator().dumpLocals({})).toContain('Nothing')
  })

  test('shows what is no object', () => {
    expect(dump(5)).toContain('Details for number')
  })
})
