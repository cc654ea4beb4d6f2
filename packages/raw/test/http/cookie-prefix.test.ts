import { expect, test } from 'vitest'
import { missingForPrefix } from '../../src/http/cookie-prefix.ts'
import type { PrefixedCookie } from '../../src/http/cookie-prefix.ts'

const full: PrefixedCookie = { secure: true, httpOnly: true, path: '/' }

test.each<[name: string, cookie: PrefixedCookie, missing: string | undefined]>([
  ['id', {}, undefined],
  ['__id', {}, undefined],
  ['_Host-id', {}, undefined],
  ['__Secure-', {}, 'Secure'],
  ['__Secure-id', { secure: true }, undefined],
  ['__SECURE-id', {}, 'Secure'],
  ['__Http-id', { secure: true }, 'HttpOnly'],
  ['__Http-id', { secure: true, httpOnly: true, path: '/x', domain: 'a' }, undefined],
  ['__Host-id', { secure: true }, 'Path=/'],
  ['__Host-id', { secure: true, path: '/x' }, 'Path=/'],
  ['__Host-id', { secure: true, path: '/', domain: 'a.example' }, 'no Domain'],
  ['__Host-id', { path: '/' }, 'Secure'],
  ['__Host-id', { secure: true, path: '/' }, undefined],
  ['__hOsT-id', { secure: true, path: '/', domain: 'a' }, 'no Domain'],
  ['__Host-Http-id', { secure: true, path: '/' }, 'HttpOnly'],
  ['__Host-Http-id', { ...full, domain: 'a' }, 'no Domain'],
  ['__Host-Http-id', full, undefined],
])('%s with %j', (name, cookie, missing) => {
  expect(missingForPrefix(name, cookie)).toBe(missing)
})
