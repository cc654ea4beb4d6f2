import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROBLEM_JSON, formatProblemDetails, parseProblemDetails } from '../../src/http/problem-details.ts'
import type { ProblemDetailsInit } from '../../src/http/problem-details.ts'
import { anyText, megabyte } from './hostile-text.ts'

describe('formatProblemDetails, RFC 9457 section 3', () => {
  test.each<[details: ProblemDetailsInit, json: string]>([
    [{}, '{}'],
    [{ title: 'T', type: 'about:blank', status: 403 }, '{"type":"about:blank","status":403,"title":"T"}'],
    [
      {
        balance: 30,
        type: 'https://example.com/probs/out-of-credit',
        instance: '/account/12345',
        accounts: ['/a'],
      },
      '{"type":"https://example.com/probs/out-of-credit","instance":"/account/12345","balance":30,"accounts":["/a"]}',
    ],
  ])('%j', (details, json) => {
    expect(formatProblemDetails(details)).toBe(json)
  })

  test.each([99, 600, 404.5, NaN])('status %d is out of range', (status) => {
    expect(() => formatProblemDetails({ status })).toThrow(RangeError)
  })

  test.each(['type', 'title', 'detail', 'instance'])('%s is text', (name) => {
    expect(() => formatProblemDetails({ [name]: 1 })).toThrow(TypeError)
    expect(() => formatProblemDetails({ [name]: null })).toThrow(TypeError)
  })

  test('the media type', () => expect(PROBLEM_JSON).toBe('application/problem+json'))
})

describe('parseProblemDetails', () => {
  test.each<[text: string, details: object | undefined, codes: string[]]>([
    ['{}', { type: 'about:blank' }, []],
    ['{"type":"/x","status":404,"more":{"a":1}}', { type: '/x', status: 404, more: { a: 1 } }, []],
    [
      '{"type":1,"status":"404","title":null,"detail":"d"}',
      { type: 'about:blank', detail: 'd' },
      ['member', 'member', 'member'],
    ],
    ['{"status":600}', { type: 'about:blank' }, ['member']],
    ['{"status":404.5}', { type: 'about:blank' }, ['member']],
    ['', undefined, ['json']],
    ['null', undefined, ['json']],
    ['[]', undefined, ['json']],
    ['"x"', undefined, ['json']],
    ['{"a":1', undefined, ['json']],
  ])('%s', (text, details, codes) => {
    const read = parseProblemDetails(text)
    expect(read.details && { ...read.details }).toEqual(details)
    expect(read.problems.map(({ code }) => code)).toEqual(codes)
  })

  test('__proto__ is a member like any other', () => {
    const { details } = parseProblemDetails('{"__proto__":{"status":500},"constructor":1}')
    expect(Object.keys(details!)).toEqual(['type', '__proto__', 'constructor'])
    expect(details?.status).toBeUndefined()
  })

  test('what is written comes back', () => {
    const init = fc.record(
      {
        type: fc.string(),
        title: fc.string(),
        detail: fc.string(),
        instance: fc.string(),
        status: fc.integer({ min: 100, max: 599 }),
        more: fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value))),
      },
      { requiredKeys: ['type'] },
    )
    fc.assert(
      fc.property(init, (details) => {
        expect({ ...parseProblemDetails(formatProblemDetails(details)).details }).toEqual(details)
      }),
    )
  })

  test('never throws; deep nesting is no danger', () => {
    fc.assert(
      fc.property(anyText, (text) => parseProblemDetails(text).problems.length > 0 || text.includes('{')),
    )
    expect(parseProblemDetails(megabyte('[')).details).toBeUndefined()
    expect(parseProblemDetails(megabyte('{"a":')).details).toBeUndefined()
  })
})
