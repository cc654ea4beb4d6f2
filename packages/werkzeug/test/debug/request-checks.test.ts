import { buildEnviron } from '@triptych/raw/testing'
import { describe, expect, test } from 'vitest'
import { formOf, isForeign, queryOf, wantsHtml } from '../../src/debug/request-checks.ts'

test.each([
  ['text/html', true],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['application/xhtml+xml', true],
  ['TEXT/HTML;q=0.1', true],
  ['text/html;q=0', false],
  ['*/*', false],
  ['text/*', false],
  ['application/json', false],
  ['', false],
  [',,;;', false],
])('Accept: %s', (accept, html) => {
  expect(wantsHtml({ HTTP_ACCEPT: accept })).toBe(html)
  expect(wantsHtml({})).toBe(false)
})

describe('isForeign', () => {
  const host = { HTTP_HOST: '127.0.0.1:8000' }
  test.each([
    [{}, false],
    [{ HTTP_SEC_FETCH_SITE: 'same-origin' }, false],
    [{ HTTP_SEC_FETCH_SITE: 'none' }, false],
    [{ HTTP_SEC_FETCH_SITE: 'same-site' }, true],
    [{ HTTP_SEC_FETCH_SITE: 'cross-site' }, true],
    [{ HTTP_ORIGIN: 'http://127.0.0.1:8000' }, false],
    [{ HTTP_ORIGIN: 'http://127.0.0.1:8001' }, true],
    [{ HTTP_ORIGIN: 'http://evil.example' }, true],
    [{ HTTP_ORIGIN: 'null' }, true],
    [{ HTTP_ORIGIN: '' }, true],
    [{ HTTP_ORIGIN: 'http://127.0.0.1:8000', HTTP_SEC_FETCH_SITE: 'cross-site' }, true],
  ])('%j', (fields, foreign) => {
    expect(isForeign({ ...host, ...fields })).toBe(foreign)
  })
})

test('of repeated names the first counts', async () => {
  expect(queryOf({ QUERY_STRING: 'a=1&a=2&b' })).toEqual(
    new Map([
      ['a', '1'],
      ['b', ''],
    ]),
  )
  const form = await formOf(buildEnviron({ method: 'POST', body: 'code=%E2%98%83+%2B&code=2' }))
  expect(form.get('code')).toBe('☃ +')
})

test('a command has a limit', async () => {
  const environ = buildEnviron({ method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
  await expect(formOf(environ)).rejects.toThrow(RangeError)
})
