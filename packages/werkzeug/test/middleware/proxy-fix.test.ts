import { setupTestingDefaults } from '@triptych/raw'
import type { Environ } from '@triptych/raw'
import { ProxyFix } from '@triptych/werkzeug/middleware/proxy-fix'
import type { ProxyFixOptions } from '@triptych/werkzeug/middleware/proxy-fix'
import { expect, test } from 'vitest'

const BEFORE = { REMOTE_ADDR: '10.0.0.1', HTTP_HOST: 'inner:8080', SERVER_NAME: 'inner', SERVER_PORT: '8080' }

async function fixed(options: ProxyFixOptions, fields: Record<string, string>): Promise<Environ> {
  const environ = setupTestingDefaults({ ...BEFORE, ...fields })
  await new ProxyFix(() => [], options).application(environ, () => async () => {})
  return environ
}

const ALL: ProxyFixOptions = { xFor: 1, xProto: 1, xHost: 1, xPort: 1, xPrefix: 1 }

test.each<[string, ProxyFixOptions, Record<string, string>, Record<string, string>]>([
  ['the last address', {}, { HTTP_X_FORWARDED_FOR: '6.6.6.6, 1.2.3.4' }, { REMOTE_ADDR: '1.2.3.4' }],
  [
    'the last but one',
    { xFor: 2 },
    { HTTP_X_FORWARDED_FOR: '6.6.6.6, 1.2.3.4, 5.6.7.8' },
    { REMOTE_ADDR: '1.2.3.4' },
  ],
  ['too few values', { xFor: 2 }, { HTTP_X_FORWARDED_FOR: '1.2.3.4' }, { REMOTE_ADDR: '10.0.0.1' }],
  ['nobody to trust', { xFor: 0 }, { HTTP_X_FORWARDED_FOR: '1.2.3.4' }, { REMOTE_ADDR: '10.0.0.1' }],
  ['the scheme', {}, { HTTP_X_FORWARDED_PROTO: 'https' }, { 'wsgi.url_scheme': 'https' }],
  ['no host unless asked', {}, { HTTP_X_FORWARDED_HOST: 'evil' }, BEFORE],
  [
    'a host',
    ALL,
    { HTTP_X_FORWARDED_HOST: 'example.com' },
    { HTTP_HOST: 'example.com', SERVER_NAME: 'example.com', SERVER_PORT: '8080' },
  ],
  [
    'a host with a port',
    ALL,
    { HTTP_X_FORWARDED_HOST: 'example.com:81' },
    { HTTP_HOST: 'example.com:81', SERVER_NAME: 'example.com', SERVER_PORT: '81' },
  ],
  [
    'an IPv6 host',
    ALL,
    { HTTP_X_FORWARDED_HOST: '[2001:db8::a]' },
    { HTTP_HOST: '[2001:db8::a]', SERVER_NAME: '[2001:db8::a]' },
  ],
  [
    'an IPv6 host with a port',
    ALL,
    { HTTP_X_FORWARDED_HOST: '[2001:db8::a]:81' },
    { SERVER_NAME: '[2001:db8::a]', SERVER_PORT: '81' },
  ],
  ['a port', ALL, { HTTP_X_FORWARDED_PORT: '443' }, { HTTP_HOST: 'inner:443', SERVER_PORT: '443' }],
  [
    'a host and a port',
    ALL,
    { HTTP_X_FORWARDED_HOST: 'e.com:81', HTTP_X_FORWARDED_PORT: '82' },
    { HTTP_HOST: 'e.com:82', SERVER_PORT: '82' },
  ],
  ['a prefix', ALL, { HTTP_X_FORWARDED_PREFIX: '/app' }, { SCRIPT_NAME: '/app' }],
  [
    'empty fields',
    ALL,
    { HTTP_X_FORWARDED_FOR: '', HTTP_X_FORWARDED_PROTO: '' },
    { REMOTE_ADDR: '10.0.0.1', 'wsgi.url_scheme': 'http' },
  ],
])('%s', async (_, options, fields, expected) => {
  expect(await fixed(options, fields)).toMatchObject(expected)
})

const FORWARDED: ProxyFixOptions = { forwarded: 1 }

test.each<[string, ProxyFixOptions, Record<string, string>, Record<string, string>]>([
  [
    'the last element',
    FORWARDED,
    { HTTP_FORWARDED: 'for=6.6.6.6, for=192.0.2.7;proto=HTTPS;host="e.com:81"' },
    { REMOTE_ADDR: '192.0.2.7', 'wsgi.url_scheme': 'https', SERVER_NAME: 'e.com', SERVER_PORT: '81' },
  ],
  ['an IPv6 node', FORWARDED, { HTTP_FORWARDED: 'for="[2001:DB8::1]:4711"' }, { REMOTE_ADDR: '2001:db8::1' }],
  [
    'it alone counts',
    { ...FORWARDED, xFor: 1, xProto: 1 },
    { HTTP_FORWARDED: 'for=192.0.2.7', HTTP_X_FORWARDED_FOR: '6.6.6.6', HTTP_X_FORWARDED_PROTO: 'https' },
    { REMOTE_ADDR: '192.0.2.7', 'wsgi.url_scheme': 'http' },
  ],
  ['without it the others count', FORWARDED, { HTTP_X_FORWARDED_FOR: '1.2.3.4' }, { REMOTE_ADDR: '1.2.3.4' }],
  ['not unless asked', {}, { HTTP_FORWARDED: 'for=6.6.6.6' }, { REMOTE_ADDR: '10.0.0.1' }],
  ['too few elements', { forwarded: 2 }, { HTTP_FORWARDED: 'for=6.6.6.6' }, { REMOTE_ADDR: '10.0.0.1' }],
  [
    'a broken field says nothing',
    FORWARDED,
    { HTTP_FORWARDED: 'for="a, for=6.6.6.6' },
    { REMOTE_ADDR: '10.0.0.1' },
  ],
])('Forwarded: %s', async (_, options, fields, expected) => {
  expect(await fixed(options, fields)).toMatchObject(expected)
})

test('what was there before is kept', async () => {
  const environ = await fixed(ALL, { HTTP_X_FORWARDED_FOR: '1.2.3.4', HTTP_X_FORWARDED_HOST: 'e.com' })
  expect(environ['werkzeug.proxy_fix.orig']).toEqual({
    ...BEFORE,
    'wsgi.url_scheme': 'http',
    SCRIPT_NAME: '',
  })
})

test.each([[-1], [1.5], [Number.NaN]])('%s proxies are none', (xFor) => {
  expect(() => new ProxyFix(() => [], { xFor })).toThrow(RangeError)
})

test('a field of a megabyte is read', async () => {
  const environ = await fixed({}, { HTTP_X_FORWARDED_FOR: `${'1.1.1.1, '.repeat(110_000)}1.2.3.4` })
  expect(environ.REMOTE_ADDR).toBe('1.2.3.4')
})
