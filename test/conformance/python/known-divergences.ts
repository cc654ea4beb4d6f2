/**
 * Where the Python programs do not answer as the contract says: each rule changes what is expected into what they answer.
 * A case to which no rule applies has to pass; one to which a rule applies has to fail as it is and to pass as changed.
 */
import { bytesOf } from '../src/net/byte-sequence.ts'
import type { ServiceAnswer, ServiceCase } from '../src/suites/service/service-case.ts'
import type { LevelName } from '../tools/divergence-catalogue.ts'

/** A server that runs the programs. */
export type PythonServer = 'wsgiref' | 'gunicorn'

/** What is expected of one connection. */
export interface Expected {
  readonly answers: readonly ServiceAnswer[]
  readonly connection: 'keep' | 'close'
  /** What stands behind the last answer and is none. */
  readonly junk: string
}

/** A divergence. */
export interface KnownDivergence {
  readonly name: string
  readonly why: string
  readonly programs: readonly LevelName[]
  readonly servers: readonly PythonServer[]
  /** What they answer instead; `undefined` where the divergence does not show. */
  change(
    expected: Expected,
    testCase: ServiceCase,
    cases: ReadonlyMap<string, ServiceCase>,
  ): Expected | undefined
}

const ALL: readonly LevelName[] = ['raw', 'webob', 'werkzeug']
const NOT_FOUND: ServiceAnswer = {
  status: 404,
  reason: 'Not Found',
  type: 'text/plain; charset=utf-8',
  framing: 'length',
  body: '404 Not Found',
}
const CAPITALS = new Map([
  [404, 'NOT FOUND'],
  [501, 'NOT IMPLEMENTED'],
])

const isPipelined = ({ send }: ServiceCase): boolean =>
  !send.some((part) => typeof part === 'object' && 'after' in part)

/** All of them, in the order in which they apply. */
export const KNOWN_DIVERGENCES: readonly KnownDivergence[] = [
  methodInCapitals(
    ['werkzeug'],
    'wsgiref',
    'Werkzeug makes capitals of the method; ours keeps the case (RFC 9110 section 9.1)',
  ),
  methodInCapitals(ALL, 'gunicorn', 'gunicorn makes capitals of the method before the program sees it'),
  slashes('wsgiref', /^\/%2F$/i, 'CPython folds slashes before it decodes the path: an escaped one stays'),
  slashes(
    'gunicorn',
    /^\/(?:\/|%2F)$/i,
    'gunicorn hands over PATH_INFO with every slash; Werkzeug folds them itself',
  ),
  {
    name: 'webob-html',
    why: "WebOb's Response is text/html unless told otherwise; our listing names text/plain",
    programs: ['webob'],
    servers: ['wsgiref', 'gunicorn'],
    change: (expected) => ({
      ...expected,
      answers: expected.answers.map((answer) => ({ ...answer, type: 'text/html; charset=UTF-8' })),
    }),
  },
  {
    name: 'werkzeug-capitals',
    why: 'Werkzeug 2 writes reasons in capitals; our listing says the whole status',
    programs: ['werkzeug'],
    servers: ['wsgiref', 'gunicorn'],
    change: ({ answers, ...rest }) =>
      answers.some(({ status }) => CAPITALS.has(status))
        ? {
            ...rest,
            answers: answers.map((answer) => ({ ...answer, reason: CAPITALS.get(answer.status) ?? 'OK' })),
          }
        : undefined,
  },
  {
    name: 'wsgiref-one-answer',
    why: "The standard library's server speaks HTTP/1.0: it answers once and closes",
    programs: ALL,
    servers: ['wsgiref'],
    change: (expected) =>
      expected.answers.length > 1
        ? { ...expected, answers: expected.answers.slice(0, 1), connection: 'close' }
        : undefined,
  },
  {
    name: 'gunicorn-pipeline',
    why: 'A thread of gunicorn 20.1 answers the first of the requests that came in one packet, and waits for bytes',
    programs: ALL,
    servers: ['gunicorn'],
    change: (expected, testCase) =>
      expected.answers.length > 1 && isPipelined(testCase)
        ? { ...expected, answers: expected.answers.slice(0, 1), connection: 'keep' }
        : undefined,
  },
  {
    name: 'gunicorn-connection-list',
    why: 'gunicorn 20.1 looks for `close` as the whole field, and keeps the connection for `CLOSE, x` (RFC 9110 section 7.6.1)',
    programs: ALL,
    servers: ['gunicorn'],
    change: (expected, { id }) =>
      id === 'service.connection.conn-weird' ? { ...expected, connection: 'keep' } : undefined,
  },
  {
    name: 'head-content',
    why: 'The raw program yields its text whatever the method is, and the server sends it behind the head of HEAD',
    programs: ['raw'],
    servers: ['wsgiref', 'gunicorn'],
    change: (expected, { send }) =>
      bytesOf(send).startsWith('HEAD ') ? { ...expected, junk: '501 Not Implemented' } : undefined,
  },
]

function methodInCapitals(
  programs: readonly LevelName[],
  server: PythonServer,
  why: string,
): KnownDivergence {
  return {
    name: `${server}-method`,
    why,
    programs,
    servers: [server],
    change: (expected, { id }, cases) => {
      const same = cases.get(id.replace('.lower-get-', '.get-'))
      return same === undefined || same.id === id ? undefined : { ...expected, answers: same.answers[0]! }
    },
  }
}

function slashes(server: PythonServer, targets: RegExp, why: string): KnownDivergence {
  return {
    name: `${server}-slashes`,
    why: `${why}. Ours folds leading slashes of PATH_INFO`,
    programs: ['raw', 'webob'],
    servers: [server],
    change: (expected, { send }) => {
      const target = bytesOf(send).split(' ', 2)[1] ?? ''
      if (!targets.test(target) || expected.answers[0]?.status !== 200) return undefined
      return { ...expected, answers: [NOT_FOUND, ...expected.answers.slice(1)] }
    },
  }
}
