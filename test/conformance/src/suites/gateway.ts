import { play } from '../net/probe.ts'
import { loadCases } from '../load-cases.ts'
import type { Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import type { HttpCase } from './http/http-case.ts'
import { runHttpCase } from './http/run-http-case.ts'

/** The wire cases again, now with the echo application behind the server, and those that need it. */
export const gatewaySuite: Suite<HttpCase> = {
  name: 'gateway',
  title: 'the wire cases with the echo application behind the server, and what only an application can show',
  cases: async () => [...(await loadCases<HttpCase>('wire')), ...(await loadCases<HttpCase>('gateway'))],
  async prepare({ target, timeout }) {
    const { address } = target
    if (address === undefined) throw new TargetError(`Expected a server that listens, got ${target.at}`)
    const request = `GET /are-you-there HTTP/1.1\r\nHost: ${address.host}:${address.port}\r\nConnection: close\r\n\r\n`
    const { replies } = await play(address, [request], { timeout })
    const isEcho = /"path": ?"\/are-you-there"/.test(replies[0]?.body ?? '')
    if (!isEcho) {
      throw new TargetError(
        `Expected the echo application (ECHO.md) behind ${target.at}, got ${replies[0]?.status ?? 'no answer'}: ` +
          'install one of the programs in the folder echo, or run the suite wire, which needs none',
      )
    }
    return async () => {}
  },
  run: (testCase, context) => runHttpCase(testCase, context, true),
}
