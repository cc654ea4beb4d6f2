import { call } from '@triptych/raw/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { debugMiddleware } from '../../src/debug/debug-middleware.ts'
import { CAN_EVALUATE, useOwnState } from './code-generation.ts'

useOwnState()
const broken = (): never => {
  throw new Error('broken')
}

describe('debugMiddleware', () => {
  afterEach(() => void vi.unstubAllEnvs())

  test.skipIf(!CAN_EVALUATE)(
    'is ready with consoles, and tells the PIN (consoles make code of text)',
    async () => {
      vi.stubEnv('TRIPTYCH_DEBUG_PIN', '987-654-321')
      const lines: string[] = []
      const { application, close } = await debugMiddleware(broken, { onLog: (line) => lines.push(line) })
      expect(lines).toEqual([' * Debugger is active!', ' * Debugger PIN: 987-654-321'])
      const response = await call(application, { target: '/', headers: { Accept: 'text/html' } })
      expect(response.text()).toContain('"evalex":true')
      await close()
    },
  )

  test('trusts the hosts of TRIPTYCH_DEBUG_HOSTS too', async () => {
    vi.stubEnv('TRIPTYCH_DEBUG_HOSTS', 'my.host, .lan')
    const { application, close } = await debugMiddleware(broken, { onLog: () => {} })
    for (const host of ['my.host', 'box.lan', 'localhost']) {
      expect((await call(application, { target: '/', host })).text()).toMatch(/^Error: broken/)
    }
    expect((await call(application, { target: '/', host: 'other.host' })).text()).not.toContain('broken')
    await close()
  })

  test('refuses several processes, and production', async () => {
    await expect(debugMiddleware(broken, { multiprocess: true })).rejects.toThrow('several processes')
    vi.stubEnv('NODE_ENV', 'production')
    await expect(debugMiddleware(broken)).rejects.toMatchObject({ code: 'ERR_DEBUGGER_REFUSED' })
  })
})
