import { setupTestingDefaults } from '@triptych/raw'
import type { Environ } from '@triptych/raw'
import { validator } from '@triptych/raw/validate'
import { describe, expect, test } from 'vitest'
import { testApp } from '../src/testapp.ts'

async function page(more: Partial<Environ> = {}): Promise<string> {
  let html = ''
  const environ = setupTestingDefaults({ ...more })
  const body = await validator(testApp)(environ, () => async () => undefined)
  for await (const block of body) html += new TextDecoder().decode(block)
  await body.close?.()
  return html
}

describe('the test application', () => {
  test('shows the runtime and the request', async () => {
    const html = await page({ PATH_INFO: '/x', HTTP_ACCEPT: 'text/html' })
    expect(html).toContain(process.version)
    expect(html).toContain('<th>PATH_INFO<td><code>&#34;/x&#34;</code>')
    expect(html).toContain('<th>HTTP_ACCEPT<td><code>&#34;text/html&#34;</code>')
    expect(html).toContain('<th>wsgi.version<td><code>[1, 0]</code>')
  })

  test('escapes whatever comes from outside', async () => {
    const evil = `<script>alert("1")</script>'`
    const html = await page({
      PATH_INFO: `/${evil}`,
      QUERY_STRING: evil,
      HTTP_X_EVIL: evil,
      [`wsgi.${evil}`]: evil,
    })
    expect(html).not.toMatch(/<script|alert\("/)
    expect(html).toContain('&lt;script&gt;')
  })

  test('keeps secrets and paths to itself', async () => {
    const html = await page({
      HTTP_COOKIE: 'id=hush',
      HTTP_AUTHORIZATION: 'Basic hush',
      HTTP_X_API_KEY: 'hush',
      AWS_SECRET_ACCESS_KEY: 'hush',
      DOCUMENT_ROOT: '/srv/hush',
      SCRIPT_FILENAME: '/srv/hush/cgi',
      'triptych.memo': { password: 'hush' },
    })
    expect(html).not.toContain('hush')
    expect(html).not.toContain(process.cwd())
    expect(html).toContain('(not shown)')
    expect(html).toContain('are not shown: 3')
  })

  test('tells its length, and lets nothing run', () => {
    let fields: [string, string][] = []
    const [block] = testApp(setupTestingDefaults(), (_, headers) => {
      fields = headers
      return async () => undefined
    }) as Uint8Array[]
    expect(new Map(fields).get('Content-Length')).toBe(String(block!.length))
    expect(new Map(fields).get('Content-Security-Policy')).toBe("default-src 'none'")
  })
})
