import { describe, expect, test } from 'vitest'
import { Map as RuleMap, NoMatch, RequestAliasRedirect, RequestPath, Rule } from '../../src/routing/index.ts'
import type { MatchOutcome, RuleFactory, StateMachineMatcher } from '../../src/routing/index.ts'

const matcherOf = (rules: RuleFactory[]): StateMachineMatcher => new RuleMap(rules).matcher
const found = (outcome: MatchOutcome): unknown => ('rule' in outcome ? outcome.rule.endpoint : outcome)

describe('of rules that could all match', () => {
  const orders: [what: string, path: string, endpoint: string, rules: [text: string, endpoint: string][]][] =
    [
      [
        'fixed text goes first',
        '/a/b',
        'fixed',
        [
          ['/<x>/b', 'variable'],
          ['/a/b', 'fixed'],
        ],
      ],
      [
        'a number goes before a text',
        '/7',
        'number',
        [
          ['/<x>', 'text'],
          ['/<int:x>', 'number'],
        ],
      ],
      [
        'a text goes before a path',
        '/a',
        'text',
        [
          ['/<path:x>', 'path'],
          ['/<x>', 'text'],
        ],
      ],
      [
        'more fixed text goes before less',
        '/a-b',
        'more',
        [
          ['/<x>', 'less'],
          ['/a-<x>', 'more'],
        ],
      ],
      [
        'the same weight keeps the order',
        '/a',
        'first',
        [
          ['/<string:x>', 'first'],
          ['/<y>', 'second'],
        ],
      ],
      [
        'the walk goes back',
        '/a/c',
        'back',
        [
          ['/a/b', 'forward'],
          ['/<x>/c', 'back'],
        ],
      ],
      [
        'a number too large is no other rule',
        '/99999999999999999999',
        'none',
        [
          ['/<int:x>', 'number'],
          ['/<x>', 'text'],
        ],
      ],
    ]

  test.each(orders)('%s', (_, path, endpoint, rules) => {
    const matcher = matcherOf(rules.map(([text, endpoint]) => new Rule(text, { endpoint })))
    const outcome = matcher.match('', path, 'GET', false)
    expect(outcome instanceof NoMatch ? 'none' : found(outcome)).toBe(endpoint)
  })
})

describe('slashes', () => {
  const matcher = matcherOf([
    new Rule('/leaf', { endpoint: 'leaf' }),
    new Rule('/branch/', { endpoint: 'branch' }),
    new Rule('/loose/', { endpoint: 'loose', strictSlashes: false }),
    new Rule('/kept', { endpoint: 'kept', strictSlashes: false }),
    new Rule('/wiki/<path:page>/', { endpoint: 'wiki' }),
    new Rule('/raw//<x>', { endpoint: 'raw', mergeSlashes: false }),
  ])
  const outcome = (path: string): unknown => {
    const outcome = matcher.match('', path, 'GET', false)
    if (outcome instanceof RequestPath) return `-> ${outcome.pathInfo}`
    return outcome instanceof NoMatch ? null : found(outcome)
  }

  test.each([
    ['/leaf', 'leaf'],
    ['/leaf/', null],
    ['/branch/', 'branch'],
    ['/branch', '-> /branch/'],
    ['//branch', '-> /branch/'],
    ['/branch//', '-> /branch/'],
    ['/loose', 'loose'],
    ['/kept/', 'kept'],
    ['/wiki/a/b/', 'wiki'],
    ['/wiki/a/b', '-> /wiki/a/b/'],
    ['/wiki/a//b/', 'wiki'],
    ['/raw//x', 'raw'],
    ['/raw/x', null],
  ])('%s gives %s', (path, expected) => {
    expect(outcome(path)).toBe(expected)
  })
})

describe('what else comes', () => {
  test('methods and WebSockets of rules that would do are told', () => {
    const matcher = matcherOf([
      new Rule('/x', { methods: ['GET'] }),
      new Rule('/x', { methods: ['POST', 'PUT'] }),
      new Rule('/ws', { websocket: true }),
    ])
    const outcome = matcher.match('', '/x', 'DELETE', false) as NoMatch
    expect([...outcome.haveMatchFor].toSorted()).toEqual(['GET', 'HEAD', 'POST', 'PUT'])
    expect((matcher.match('', '/ws', 'GET', false) as NoMatch).websocketMismatch).toBe(true)
    expect((matcher.match('', '/nothing', 'GET', false) as NoMatch).haveMatchFor.size).toBe(0)
  })

  test('an alias is told with its values', () => {
    const map = new RuleMap([
      new Rule('/users/', { endpoint: 'users', defaults: { page: 1 } }),
      new Rule('/users.html', { endpoint: 'users', defaults: { page: 1 }, alias: true }),
    ])
    const outcome = map.matcher.match('', '/users.html', 'GET', false) as RequestAliasRedirect
    expect(outcome).toBeInstanceOf(RequestAliasRedirect)
    expect([outcome.endpoint, outcome.matchedValues]).toEqual(['users', { page: 1 }])
  })

  test('what a converter throws that is no refusal comes through', () => {
    const map = new RuleMap([new Rule('/<int:x>', { endpoint: 'x' })])
    const [rule] = map.iterRules()
    Object.assign(rule!.variables[0]!.converter, {
      toPython: () => {
        throw new TypeError('broken')
      },
    })
    expect(() => map.matcher.match('', '/7', 'GET', false)).toThrow('broken')
  })
})

describe('hostile', () => {
  test('a path of many segments over rules that share their beginnings is walked once for each state', () => {
    const rules: Rule[] = []
    for (let bits = 0; bits < 512; bits++) {
      const text = Array.from({ length: 9 }, (_, at) => ((bits >> at) & 1 ? '/a' : `/<x${at}>`)).join('')
      rules.push(new Rule(`${text}/end${bits}`, { endpoint: bits }))
    }
    const matcher = matcherOf(rules)
    expect(matcher.match('', `${'/a'.repeat(9)}/none`, 'GET', false)).toBeInstanceOf(NoMatch)
    expect(found(matcher.match('', `${'/a'.repeat(9)}/end0`, 'GET', false))).toBe(0)
  })

  test('a path of a million slashes, and one of ten thousand segments', () => {
    const matcher = matcherOf([new Rule('/<path:x>/a/<path:y>/b/<path:z>/c'), new Rule('/<x>/<y>')])
    expect(matcher.match('', `/${'/'.repeat(1_000_000)}x`, 'GET', false)).toBeInstanceOf(NoMatch)
    expect(matcher.match('', '/a/b'.repeat(5000), 'GET', false)).toBeInstanceOf(NoMatch)
  })
})
