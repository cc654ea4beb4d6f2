import { describe, expect, test } from 'vitest'
import {
  EndpointPrefix,
  Map as RuleMap,
  Rule,
  RuleTemplate,
  Subdomain,
  Submount,
} from '../../src/routing/index.ts'
import type { RuleFactory } from '../../src/routing/index.ts'

const first = (factory: RuleFactory): Rule => [...new RuleMap([factory]).iterRules()][0]!

describe('a rule is refused', () => {
  const rows: [what: string, make: () => unknown, error: new (message: string) => Error, message: string][] =
    [
      ['without slash', () => new Rule('a'), SyntaxError, 'begins with a slash, got "a"'],
      ['with a text for methods', () => new Rule('/', { methods: 'GET' }), TypeError, 'a list of methods'],
      [
        'for WebSockets with POST',
        () => new Rule('/', { websocket: true, methods: ['post'] }),
        RangeError,
        'got POST',
      ],
      [
        'with a bracket that is no variable',
        () => first(new Rule('/a<b')),
        SyntaxError,
        'in the rule "/a<b", got <b',
      ],
      ['with a variable twice', () => first(new Rule('/<a>/<a>')), SyntaxError, 'each variable once, got a'],
      [
        'with a variable twice, once in the subdomain',
        () => first(new Rule('/<a>', { subdomain: '<a>' })),
        SyntaxError,
        'got a',
      ],
      ['with a variable __proto__', () => first(new Rule('/<__proto__>')), SyntaxError, 'got __proto__'],
      [
        'with an unknown converter',
        () => first(new Rule('/<nope:a>')),
        RangeError,
        'default, string, any, path, int, float, uuid',
      ],
      ['with a converter toString', () => first(new Rule('/<toString:a>')), RangeError, 'got toString'],
      [
        'with arguments that are none',
        () => first(new Rule('/<string(length=a b):x>')),
        SyntaxError,
        'arguments of a converter',
      ],
      ['with arguments nobody knows', () => first(new Rule('/<int(mim=1):x>')), TypeError, 'got also mim'],
      ['with too many arguments', () => first(new Rule('/<string(1, 2, 3, 4):x>')), TypeError, 'at most 3'],
      [
        'with a length that is none',
        () => first(new Rule('/<string(length=a):x>')),
        RangeError,
        'for length, got "a"',
      ],
      ['with a number that is none', () => first(new Rule('/<int(min=a):x>')), TypeError, 'a number for min'],
      ['with numbers for any', () => first(new Rule('/<any(1):x>')), TypeError, 'write it in quotes'],
      ['with names for any', () => first(new Rule('/<any(a=b):x>')), TypeError, 'got the name a'],
      [
        'with a default that its converter refuses',
        () => first(new Rule('/<any(a):x>', { defaults: { x: 'b' } })),
        RangeError,
        'Expected one of a',
      ],
    ]

  test.each(rows)('%s', (_, make, error, message) => {
    expect(make).toThrow(error)
    expect(make).toThrow(message)
  })
})

describe('binding', () => {
  test('a rule belongs to one map', () => {
    const rule = new Rule('/', { endpoint: 'a' })
    expect(() => rule.compile()).toThrow('bound to a map')
    expect(new RuleMap([rule]).toString()).toBe('/ -> a')
    expect(() => new RuleMap([rule])).toThrow('add a copy of it, rule.empty()')
    expect(new RuleMap([rule.empty()]).bind('x').match('/')).toEqual(['a', {}])
  })

  test('the map decides what is open', () => {
    const rule = new Rule('/a//b/')
    expect([rule.strictSlashes, rule.mergeSlashes, rule.subdomain, rule.map]).toEqual([
      null,
      null,
      null,
      null,
    ])
    const map = new RuleMap([rule], { strictSlashes: false, mergeSlashes: false, defaultSubdomain: 'www' })
    expect([rule.strictSlashes, rule.mergeSlashes, rule.subdomain, rule.map]).toEqual([
      false,
      false,
      'www',
      map,
    ])
    expect([rule.isBranch, rule.isLeaf]).toEqual([true, false])
  })

  test('a rule is compiled again for other converters', () => {
    const map = new RuleMap([new Rule('/<x>', { endpoint: 'x' })])
    const [rule] = map.iterRules()
    const before = rule!.variables[0]
    rule!.refresh()
    expect(rule!.variables[0]).not.toBe(before)
  })
})

describe('a copy', () => {
  test('has everything of the rule', () => {
    const options = {
      endpoint: 'e',
      defaults: { a: 1 },
      subdomain: 's',
      host: 'h',
      methods: ['GET'],
      buildOnly: true,
      strictSlashes: false,
      mergeSlashes: false,
      redirectTo: 'x',
      alias: true,
      websocket: true,
    } as const
    const copy = new Rule('/<x>', options).empty()
    expect(copy.getEmptyKwargs()).toEqual({ ...options, methods: new Set(['GET', 'HEAD']) })
    expect(copy.rule).toBe('/<x>')
  })

  test('of a subclass is one of it', () => {
    class Mine extends Rule {}
    expect(new Mine('/').empty()).toBeInstanceOf(Mine)
  })

  test('in a factory keeps WebSockets and slashes, which the original loses', () => {
    const inner = new Rule('/a//b', { endpoint: 'e', websocket: true, mergeSlashes: false })
    for (const factory of [
      new Submount('/s', [inner]),
      new Subdomain('s', [inner]),
      new EndpointPrefix('p', [inner]),
      new RuleTemplate([inner]).with({}),
    ]) {
      const rule = first(factory)
      expect([rule.websocket, rule.mergeSlashes]).toEqual([true, false])
    }
  })
})

describe('factories', () => {
  test('can be put into one another', () => {
    const map = new RuleMap([
      new Subdomain('<lang>', [
        new Submount('/blog/', [new EndpointPrefix('blog.', [new Rule('/<int:id>', { endpoint: 'show' })])]),
      ]),
    ])
    const urls = map.bind('example.com', { subdomain: 'de' })
    expect(urls.match('/blog/3')).toEqual(['blog.show', { lang: 'de', id: 3 }])
    expect(urls.build('blog.show', { lang: 'de', id: 3 })).toBe('/blog/3')
  })

  test('a prefix wants endpoints that are texts', () => {
    expect(() => first(new EndpointPrefix('p', [new Rule('/', { endpoint: 1 })]))).toThrow(
      'Expected a text as endpoint of /',
    )
  })

  test.each([
    ['/$name/${name}/$$', '/user/user/$'],
    ['/$NAME', '/upper'],
  ])('the template %s gives %s', (text, expected) => {
    expect(first(new RuleTemplate([new Rule(text)]).with({ name: 'user', NAME: 'upper' })).rule).toBe(
      expected,
    )
  })

  test('templates fill in defaults, domains and redirects', () => {
    const rule = first(
      new RuleTemplate([
        new Rule('/', {
          endpoint: '$x',
          defaults: { a: '$x', n: 1 },
          subdomain: '$x',
          host: '$x',
          redirectTo: '$x',
        }),
      ]).with({ x: 'y' }),
    )
    expect([rule.endpoint, rule.defaults, rule.subdomain, rule.host, rule.redirectTo]).toEqual([
      'y',
      { a: 'y', n: 1 },
      'y',
      'y',
      'y',
    ])
  })

  test.each([
    ['/$missing', RangeError, 'a value for $missing'],
    ['/$1', SyntaxError, 'or $$ in "/$1"'],
    ['/${toString}', RangeError, 'a value for $toString'],
  ])('the template %s is refused', (text, error, message) => {
    const make = (): unknown => first(new RuleTemplate([new Rule(text)]).with({}))
    expect(make).toThrow(error)
    expect(make).toThrow(message)
  })
})

test('rules are equal when their texts are, whatever the converters', () => {
  const [a, b, c] = new RuleMap([new Rule('/<int:x>'), new Rule('/<x>'), new Rule('/<y>')]).iterRules()
  expect(a!.equals(b)).toBe(true)
  expect(a!.equals(c)).toBe(false)
  expect(a!.equals('/<x>')).toBe(false)
})
