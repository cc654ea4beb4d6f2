import { describe, expect, expectTypeOf, test } from 'vitest'
import type { HTTPException } from '../../src/exceptions/index.ts'
import {
  BaseConverter,
  EndpointPrefix,
  Map as RuleMap,
  Rule,
  RuleTemplate,
  Subdomain,
  Submount,
} from '../../src/routing/index.ts'
import type { RuleFactory, RuleValues } from '../../src/routing/index.ts'

class ListConverter extends BaseConverter<string[]> {
  override toPython(text: string): string[] {
    return text.split('+')
  }
  override toUrl(value: string[]): string {
    return value.join('+')
  }
}

const map = new RuleMap(
  [
    new Rule('/', { endpoint: 'index' }),
    new Rule('/user/<int:id>/<path:rest>', { endpoint: 'user' }),
    new Rule('/<string(length=2):lang>/<any(about, help):page>', { endpoint: 'page' }),
    new Rule('/all/', { endpoint: 'list', defaults: { page: 1 } }),
    new Rule('/all/page/<int:page>', { endpoint: 'list' }),
    new Rule('/tags/<list:tags>', { endpoint: 'tags' }),
    new Rule('/home', { endpoint: 'home', subdomain: '<name>' }),
    new Submount('/blog', [new EndpointPrefix('blog/', [new Rule('/<float:score>', { endpoint: 'show' })])]),
    new Submount('/<uuid:tenant>', [new Subdomain('<zone>', [new Rule('/x', { endpoint: 'x' })])]),
  ],
  { converters: { list: ListConverter } },
)
const urls = map.bind('example.com')

describe('the compiler knows', () => {
  test('the values of each endpoint that is matched', () => {
    const match = urls.match('/user/7/a/b')
    expect(match).toEqual(['user', { id: 7, rest: 'a/b' }])
    const [endpoint, values] = match
    expectTypeOf(endpoint).toEqualTypeOf<
      'index' | 'user' | 'page' | 'list' | 'tags' | 'home' | 'blog/show' | 'x'
    >()
    if (match[0] === 'user')
      expectTypeOf(match[1]).toEqualTypeOf<{ readonly id: number; readonly rest: string }>()
    if (match[0] === 'page') {
      expectTypeOf(match[1]).toEqualTypeOf<{ readonly lang: string; readonly page: 'about' | 'help' }>()
    }
    if (match[0] === 'tags') expectTypeOf(match[1]).toEqualTypeOf<{ readonly tags: string[] }>()
    if (match[0] === 'home') expectTypeOf(match[1]).toEqualTypeOf<{ readonly name: string }>()
    if (match[0] === 'blog/show') expectTypeOf(match[1]).toEqualTypeOf<{ readonly score: number }>()
    if (match[0] === 'x')
      expectTypeOf(match[1]).toEqualTypeOf<{ readonly tenant: string; readonly zone: string }>()
    if (match[0] === 'list') {
      expectTypeOf(match[1]).toEqualTypeOf<{ readonly page: 1 } | { readonly page: number }>()
    }
    expectTypeOf(values).not.toBeAny()
  })

  test('what a URL is built from', () => {
    expect(urls.build('index')).toBe('/')
    expect(urls.build('user', { id: 7, rest: 'a/b' })).toBe('/user/7/a/b')
    expect(urls.build('user', { id: 7, rest: 'x', q: 'more' })).toBe('/user/7/x?q=more')
    expect(urls.build('tags', { tags: ['a', 'b'] })).toBe('/tags/a+b')
    expect(urls.build('list')).toBe('/all/')
    expect(urls.build('list', { page: 2 })).toBe('/all/page/2')
    // @ts-expect-error the id is missing
    expect(() => urls.build('user', { rest: 'x' })).toThrow('it needs also id')
    // @ts-expect-error there are values needed
    expect(() => urls.build('user')).toThrow('it needs also id, rest')
    // @ts-expect-error the id is a number
    expect(() => urls.build('user', { id: 'seven', rest: 'x' })).toThrow('Expected a whole number')
    // @ts-expect-error there is no such page
    expect(() => urls.build('page', { lang: 'de', page: 'imprint' })).toThrow('Expected one of about, help')
    // @ts-expect-error the tags are a list
    expect(() => urls.build('tags', { tags: 'a' })).toThrow(TypeError)
    // @ts-expect-error there is no such endpoint
    expect(() => urls.build('usr', {})).toThrow('did you mean "user"')
  })

  test('what views get', () => {
    const result = urls.dispatch((...match) => {
      if (match[0] !== 'user') return ''
      expectTypeOf(match[1].id).toEqualTypeOf<number>()
      return `${match[1].id}`
    }, '/user/7/x')
    expectTypeOf(result).toEqualTypeOf<string | HTTPException>()
    expect(result).toBe('7')
    const small = new RuleMap([
      new Rule('/', { endpoint: 'index' }),
      new Rule('/user/<int:id>', { endpoint: 'user' }),
    ]).bind('example.com')
    expect(small.dispatch({ index: () => 'i', user: ({ id }) => id.toFixed(1) }, '/user/7')).toBe('7.0')
    // @ts-expect-error the view of user is missing
    expect(() => small.dispatch({ index: () => 'i' }, '/user/7')).toThrow(
      'Expected a view for the endpoint "user"',
    )
    // @ts-expect-error there is no value with this name
    expect(small.dispatch({ index: () => 'i', user: ({ name }) => String(name) }, '/user/7')).toBe(
      'undefined',
    )
  })

  test('nothing of rules that are not literal, and lets everything pass', () => {
    const path: string = '/a/<x>'
    const loose = new RuleMap([new Rule(path, { endpoint: 'a' })]).bind('example.com')
    expectTypeOf(loose.match('/a/b')[1]).toEqualTypeOf<RuleValues>()
    expect(loose.build('a', { x: 1 })).toBe('/a/1')
    const empty = new RuleMap()
    empty.add(new Rule('/b', { endpoint: 'b' }))
    expect(empty.bind('example.com').build('b')).toBe('/b')
    const template = new RuleTemplate([new Rule('/$name', { endpoint: '$name' })])
    const mixed = new RuleMap([template.with({ name: 'c' }), new Rule('/d/<int:n>', { endpoint: 'd' })])
    expect(mixed.bind('example.com').build('c')).toBe('/c')
    const factories: RuleFactory[] = [new Rule('/e', { endpoint: 'e' })]
    expect(new RuleMap(factories).bind('example.com').match('/e')).toEqual(['e', {}])
  })
})
