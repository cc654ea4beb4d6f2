import { bytes } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { LintMiddleware } from '@triptych/werkzeug/middleware/lint'
import { expect, test } from 'vitest'

test('a correct application is not disturbed', async () => {
  const app = new LintMiddleware((_, startResponse) => {
    startResponse('200 OK', [['Content-Type', 'text/plain']])
    return [bytes('fine')]
  })
  expect((await call(app, '/')).text()).toBe('fine')
})

test.each<[string, string, [string, string][]]>([
  ['a status without a number', 'OK', [['Content-Type', 'text/plain']]],
  ['a name with a space', '200 OK', [['Content Type', 'text/plain']]],
  ['a value with a line feed', '200 OK', [['Content-Type', 'text/plain\n']]],
  ['a field of the connection', '200 OK', [['Connection', 'close']]],
])('%s throws', async (_, status, headers) => {
  const app = new LintMiddleware((__, startResponse) => {
    startResponse(status, headers)
    return []
  })
  const { code, errors } = await call(app, '/')
  expect(code).toBe(500)
  expect(errors).toContain('ValidationError')
})

test('a warning is told', async () => {
  const told: string[] = []
  const app = new LintMiddleware(
    (_, startResponse) => {
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      return [bytes('body')]
    },
    { onWarning: (warning) => void told.push(warning.message) },
  )
  await call(app, { method: 'HEAD', target: '/' })
  expect(told.length).toBeGreaterThan(0)
})
