import { loadCases } from '../load-cases.ts'
import type { Suite } from '../suite.ts'
import type { HttpCase } from './http/http-case.ts'
import { runHttpCase } from './http/run-http-case.ts'

/** Raw request bytes against any server; nothing has to be installed behind it. */
export const wireSuite: Suite<HttpCase> = {
  name: 'wire',
  title: 'raw request bytes against any HTTP/1.1 server, no application needed',
  cases: () => loadCases<HttpCase>('wire'),
  run: (testCase, context) => runHttpCase(testCase, context, false),
}
