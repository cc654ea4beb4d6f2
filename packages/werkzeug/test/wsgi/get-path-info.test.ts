import { expect, test } from 'vitest'
import { getPathInfo } from '../../src/wsgi/get-path-info.ts'

test.each([
  [{}, ''],
  [{ PATH_INFO: '/%20' }, '/%20'],
  [{ PATH_INFO: '/\xc3\xa4' }, '/\xe4'],
  [{ PATH_INFO: '/\xff' }, '/\ufffd'],
])('of %j', (environ, path) => {
  expect(getPathInfo(environ)).toBe(path)
})
