import { ContentSecurityPolicy } from '@triptych/werkzeug/datastructures'
import { expect, test, vi } from 'vitest'

test('header and back', () => {
  const policy = ContentSecurityPolicy.fromHeader(
    "default-src 'self' ; script-src 'none' *; sandbox; img-src  *",
  )
  expect(policy.items()).toEqual([
    ['default-src', "'self'"],
    ['script-src', "'none' *"],
    ['img-src', '*'],
  ])
  expect([policy.defaultSrc, policy.fontSrc]).toEqual(["'self'", null])
  expect(ContentSecurityPolicy.fromHeader(policy.toHeader()).toHeader()).toBe(String(policy))
  expect(ContentSecurityPolicy.fromHeader(null).isEmpty).toBe(true)
  expect(new ContentSecurityPolicy(null).provided).toBe(false)
})

test('null removes, changes are told', () => {
  const onUpdate = vi.fn<() => void>()
  const policy = new ContentSecurityPolicy({ 'img-src': '*' }, onUpdate)
  policy.scriptSrcElem = 'a'
  policy.imgSrc = null
  policy.workerSrc = null
  expect(policy.toHeader()).toBe('script-src-elem a')
  expect(onUpdate).toHaveBeenCalledTimes(2)
})
