import { describe, expect, test } from 'vitest'
import {
  PATH_SAFE,
  applicationUrl,
  hostUrl,
  pathUrl,
  quotePath,
  type UrlEnviron,
} from '../src/request-url.ts'

const environ: UrlEnviron = {
  'wsgi.url_scheme': 'http',
  SERVER_NAME: 'server',
  SERVER_PORT: '80',
  SCRIPT_NAME: '/an app',
  PATH_INFO: '/\xc3\xa9',
}

describe('hostUrl', () => {
  test.each<[name: string, change: Partial<UrlEnviron>, url: string]>([
    ['the port of http', {}, 'http://server'],
    ['the port of https', { 'wsgi.url_scheme': 'https', SERVER_PORT: '443' }, 'https://server'],
    ['the port of the other scheme', { SERVER_PORT: '443' }, 'http://server:443'],
    ['another port', { SERVER_PORT: '8080' }, 'http://server:8080'],
    ['no port', { SERVER_PORT: '' }, 'http://server'],
    ['a Host', { HTTP_HOST: 'here' }, 'http://here'],
    ['a Host with a port', { HTTP_HOST: 'here:8080' }, 'http://here:8080'],
    ['a Host with the port of http', { HTTP_HOST: 'here:80' }, 'http://here'],
    ['a port that ends in 80', { HTTP_HOST: 'here:1080' }, 'http://here:1080'],
    ['an empty port', { HTTP_HOST: 'here:' }, 'http://here'],
    ['IPv6', { HTTP_HOST: '[::80]' }, 'http://[::80]'],
    ['IPv6 with a port', { HTTP_HOST: '[::1]:80' }, 'http://[::1]'],
    ['another scheme', { 'wsgi.url_scheme': 'ws' }, 'ws://server:80'],
  ])('%s', (_name, change, url) => {
    expect(hostUrl({ ...environ, ...change })).toBe(url)
  })
})

test('applicationUrl and pathUrl are quoted', () => {
  expect([applicationUrl(environ), pathUrl(environ)]).toEqual([
    'http://server/an%20app',
    'http://server/an%20app/%C3%A9',
  ])
})

describe('quotePath', () => {
  test('keeps PATH_SAFE and the unreserved characters', () => {
    const kept = `azAZ09_.-${PATH_SAFE}`
    expect(quotePath(kept)).toBe(kept)
  })

  test.each([
    ['%', '%25'],
    ['?#[]', '%3F%23%5B%5D'],
    ['\\', '%5C'],
    ['\r\n\0', '%0D%0A%00'],
    ['\xff', '%FF'],
  ])('%j is %s', (bytes, quoted) => {
    expect(quotePath(bytes)).toBe(quoted)
  })
})
