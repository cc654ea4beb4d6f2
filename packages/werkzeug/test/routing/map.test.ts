import { describe, expect, test } from 'vitest'
import { DEFAULT_CONVERTERS, Map as RuleMap, Rule } from '../../src/routing/index.ts'

describe('a map', () => {
  const map = new RuleMap([
    new Rule('/a', { endpoint: 'a' }),
    new Rule('/a/<x>', { endpoint: 'a' }),
    new Rule('/a/<x>/<y>', { endpoint: 'a', alias: true }),
    new Rule('/b', { endpoint: 'b' }),
  ])

  test('lists its rules as they are tried for building', () => {
    expect([...map.iterRules()].map(String)).toEqual(['/a/<x>', '/a', '/a/<x>/<y>', '/b'])
    expect([...map.iterRules('b')].map(String)).toEqual(['/b'])
    expect(() => [...map.iterRules('c')]).toThrow('Expected an endpoint of the map, got c')
  })

  test('knows what endpoints expect', () => {
    expect(map.isEndpointExpecting('a', 'x')).toBe(true)
    expect(map.isEndpointExpecting('a', 'x', 'z')).toBe(false)
    expect(() => map.isEndpointExpecting('c', 'x')).toThrow(RangeError)
  })

  test('takes rules at any time', () => {
    const map = new RuleMap()
    const urls = map.bind('x')
    expect(urls.test('/late')).toBe(false)
    map.add(new Rule('/<x>', { endpoint: 'any' }))
    map.add(new Rule('/late', { endpoint: 'late' }))
    expect(urls.match('/late')).toEqual(['late', {}])
  })

  test('can stop merging slashes', () => {
    const map = new RuleMap([new Rule('/a/b', { endpoint: 'x' })])
    expect(map.bind('x').test('/a//b')).toBe(true)
    map.mergeSlashes = false
    expect(map.bind('x').test('/a//b')).toBe(false)
  })

  test('redirects to the rule that has the values as defaults, unless told otherwise', () => {
    const rules = (): Rule<string, string>[] => [
      new Rule('/all/', { endpoint: 'all', defaults: { page: 1 } }),
      new Rule('/all/page/<int:page>', { endpoint: 'all' }),
    ]
    expect(() => new RuleMap(rules()).bind('x').match('/all/page/1')).toThrow(
      expect.objectContaining({ newUrl: 'http://x/all/' }),
    )
    expect(new RuleMap(rules(), { redirectDefaults: false }).bind('x').match('/all/page/1')).toEqual([
      'all',
      { page: 1 },
    ])
  })

  test('has the converters of its class', () => {
    class Mine extends RuleMap {
      static override readonly defaultConverters = { ...DEFAULT_CONVERTERS, number: DEFAULT_CONVERTERS.int }
    }
    const mine = new Mine()
    mine.add(new Rule('/<number:n>', { endpoint: 'n' }))
    expect(mine.bind('x').match('/7')).toEqual(['n', { n: 7 }])
    expect(RuleMap.defaultConverters).toBe(DEFAULT_CONVERTERS)
  })
})
