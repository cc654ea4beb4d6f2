import { setupTestingDefaults } from '@triptych/raw'
import type { ApplicationLike } from '@triptych/raw'
import { describe, expect, test } from 'vitest'
import { responder } from '../../src/wsgi/responder.ts'

const answer: ApplicationLike = {
  application(environ, startResponse) {
    startResponse('200 OK', [])
    return [new TextEncoder().encode(environ.PATH_INFO)]
  },
}

describe('a function that gives an application', () => {
  test.each([
    ['an object', () => answer],
    ['a function', () => answer.application],
    ['a promise', async () => answer],
  ] as [string, () => ApplicationLike | Promise<ApplicationLike>][])('%s', async (_, respond) => {
    const statuses: string[] = []
    const environ = setupTestingDefaults({ PATH_INFO: '/x' })
    const body = await responder(respond)(environ, (status) => {
      statuses.push(status)
      return async () => undefined
    })
    expect(statuses).toEqual(['200 OK'])
    expect(new TextDecoder().decode([...(body as Uint8Array[])][0])).toBe('/x')
  })

  test('must give one', () => {
    const app = responder(() => 'text' as never)
    expect(() => app(setupTestingDefaults(), () => async () => undefined)).toThrow(TypeError)
  })
})
