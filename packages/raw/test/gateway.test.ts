import { expect, test } from 'vitest'
import { toApplication } from '@triptych/raw'
import type { Environ } from '@triptych/raw'

test('a function is the application itself, even one with an application method', () => {
  const app = Object.assign(() => [], { application: () => [] })
  expect(toApplication(app)).toBe(app)
})

test("an object's method is bound once", () => {
  class Greeting {
    text = 'hi'
    application(environ: Environ) {
      return [new TextEncoder().encode(this.text + environ.PATH_INFO)]
    }
  }
  const greeting = new Greeting()
  const app = toApplication(greeting)
  expect(toApplication(greeting)).toBe(app)
  expect(
    new TextDecoder().decode((app({ PATH_INFO: '/' } as Environ, (() => {}) as never) as Uint8Array[])[0]),
  ).toBe('hi/')
})

test.each([undefined, null, 'app', 1, {}, { application: 1 }, []])('refuses %j', (value) => {
  expect(() => toApplication(value as never)).toThrow(TypeError)
})
