import { loadCases } from '../load-cases.ts'
import type { Suite } from '../suite.ts'
import type { HttpCase } from './http/http-case.ts'
import { runHttpCase } from './http/run-http-case.ts'

/** Whether an echo application keeps its contract, ECHO.md: `conform echo-check URL`. */
export const echoSuite: Suite<HttpCase> = {
  name: 'echo',
  title: 'the contract of the echo application, ECHO.md',
  cases: () => loadCases<HttpCase>('echo'),
  run: (testCase, context) => runHttpCase(testCase, context, true),
}
