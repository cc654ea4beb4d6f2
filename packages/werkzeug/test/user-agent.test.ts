import { UserAgent } from '@triptych/werkzeug/user-agent'
import { expect, test } from 'vitest'

test('nothing is known unless a subclass knows it', () => {
  const agent = new UserAgent('curl/8')
  const { platform, browser, version, language } = agent
  expect([platform, browser, version, language]).toEqual([null, null, null, null])
  expect([agent.string, agent.toHeader(), String(agent), agent.isKnown]).toEqual([
    'curl/8',
    'curl/8',
    'curl/8',
    false,
  ])
  class Known extends UserAgent {
    override readonly browser: string | null = 'curl'
  }
  expect(new Known('curl/8').isKnown).toBe(true)
})
