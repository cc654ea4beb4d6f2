/**
 * The catalogue of divergences: each row exactly, and nothing beside it. The levels are asked with many changes of the
 * environ and with each pair of them; where they differ, a row says so.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { setupTestingDefaults } from '@triptych/raw'
import type { ApplicationLike, Environ } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { app as raw } from '../../../examples/time-service/raw.ts'
import { app as webob } from '../../../examples/time-service/webob.ts'
import { app as werkzeug } from '../../../examples/time-service/werkzeug.ts'
import { serviceSuite } from '../src/suites/service.ts'
import { bytesOf } from '../src/net/byte-sequence.ts'
import {
  LEVEL_NAMES,
  readEnvironDivergences,
  readResolvedDivergences,
} from '../tools/divergence-catalogue.ts'
import type { EnvironDivergence, LevelName } from '../tools/divergence-catalogue.ts'
import { divergencesPage } from '../tools/divergences.ts'

const APPS: Readonly<Record<LevelName, ApplicationLike>> = { raw, webob, werkzeug }
const CLOCK = /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/
const BODIES: Readonly<Record<number, string>> = {
  200: '{time}',
  404: '404 Not Found',
  500: '500 Internal Server Error',
  501: '501 Not Implemented',
}

type Changes = Readonly<Record<string, string | null>>

/** The whole answer of a level to `GET /` on host 127.0.0.1 with some keys changed. */
async function ask(level: LevelName, changes: Changes): Promise<string> {
  const errors = { write() {}, writelines() {}, flush() {} }
  const environ: Record<string, unknown> = setupTestingDefaults({
    HTTP_HOST: '127.0.0.1',
    SERVER_NAME: '127.0.0.1',
    SERVER_PORT: '80',
    'wsgi.errors': errors,
  })
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete environ[key]
    else environ[key] = value
  }
  const { status, headers, ...answer } = await call(APPS[level], environ as Environ).then((response) => ({
    status: response.status,
    headers: [...response.headers],
    text: response.text(),
  }))
  const fields = headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).toSorted()
  return [status, ...fields, '', answer.text.replace(CLOCK, '{time}')].join('\n')
}

/** What the contract says in full of a status. */
function answerOf(status: number): string {
  const body = BODIES[status]!
  const length = status === 200 ? 24 : body.length
  const line = status === 200 ? '200 OK' : body
  return `${line}\ncontent-length: ${length}\ncontent-type: text/plain; charset=utf-8\n\n${body}`
}

const environs = readEnvironDivergences().rows
const resolved = readResolvedDivergences().rows

describe('each row of the environs', () => {
  const rows = environs.flatMap(({ id, answers, environs: each }) =>
    each.map(({ set }) => ({ id, name: JSON.stringify(set), set, answers })),
  )
  test.each(rows)('$id $name', async ({ set, answers }) => {
    for (const level of LEVEL_NAMES) expect(await ask(level, set), level).toBe(answerOf(answers[level]))
    expect(new Set(Object.values(answers)).size, 'the levels differ').toBeGreaterThan(1)
  })
})

const PORTS = '8000 80 443  80:90 abc 65536 -1 +80 80@evil.example \xb9'.split(' ').concat(' 80')
const BEHIND_SLASH = '/ // x /x ? ?x %2F % \xff \xc3\xa9 \xc0\xaf \0 \r\n . ; #'.split(' ').concat(' ')
const HOSTS = [
  ...'localhost [::1] [::1]:80 [127.0.0.1] [::1 ::1 u@127.0.0.1 127.0.0.1\0 127.0.0.1\xe9 0177.0.0.1 127.1'.split(
    ' ',
  ),
  ...'127.0.0.1/ 127.0.0.1? 127.0.0.1# 127.0.0.1. :80 : a:127.0.0.1 127%2e0.0.1'.split(' '),
  '',
  ' ',
  ' 127.0.0.1',
  '127.0.0.1 ',
  '127.0.0.1, 127.0.0.1',
]

/** Values that a gateway, a dispatcher or a test might put into an environ; `null` takes the key away. */
const SWEEP: Readonly<Record<string, readonly (string | null)[]>> = {
  HTTP_HOST: [null, ...PORTS.map((port) => `127.0.0.1:${port}`), ...HOSTS],
  SERVER_NAME: ['localhost', '', null, '127.0.0.1:80', '[127.0.0.1]'],
  SERVER_PORT: ['8000', 'abc', '', null, '443'],
  PATH_INFO: [
    null,
    '',
    'x',
    '*',
    '?',
    '#',
    ' /',
    '\xff',
    'http://127.0.0.1/',
    ...BEHIND_SLASH.map((rest) => `/${rest}`),
  ],
  SCRIPT_NAME: [null, '/', '//', '/time', 'time', '/time/', '/\xff', '/%', '?'],
  REQUEST_METHOD: ['get', 'Get', 'POST', 'HEAD', 'OPTIONS', '', 'GET ', null, 'G\xe9T', 'CONNECT'],
  'wsgi.url_scheme': ['https', 'ftp', '', null],
  QUERY_STRING: ['q', '\xff', null, '?', '%zz'],
  SERVER_PROTOCOL: ['HTTP/1.0', 'HTTP/2', '', null],
  CONTENT_LENGTH: ['abc', '-1', '5', ''],
  CONTENT_TYPE: ['\xff', 'multipart/form-data'],
  HTTP_COOKIE: ['\xff=\xff; a'],
  HTTP_X_HTTP_METHOD_OVERRIDE: ['POST'],
  HTTP_X_FORWARDED_HOST: ['x'],
  HTTP_RANGE: ['bytes=0-1'],
  HTTP_IF_NONE_MATCH: ['*'],
}

async function levelsDiffer(changes: Changes): Promise<boolean> {
  const answers = await Promise.all(LEVEL_NAMES.map((level) => ask(level, changes)))
  return new Set(answers).size > 1
}

test('nothing beside the rows: many environs, and each pair of changes', async () => {
  const changes = Object.entries(SWEEP).flatMap(([key, values]) => values.map((value) => ({ [key]: value })))
  const known = new Set(environs.flatMap(({ environs: each }) => each.map(({ set }) => textOf(set))))
  const found: string[] = []
  const alike: Changes[] = []
  for (const change of changes) {
    if (await levelsDiffer(change)) found.push(textOf(change))
    else alike.push(change)
  }
  for (const [at, one] of alike.entries()) {
    for (const other of alike.slice(at + 1)) {
      if (Object.keys(one)[0] === Object.keys(other)[0]) continue
      if (await levelsDiffer({ ...one, ...other })) found.push(textOf({ ...one, ...other }))
    }
  }
  expect(found.toSorted()).toEqual([...known].toSorted())
})

const textOf = (set: EnvironDivergence['environs'][number]['set']): string =>
  JSON.stringify(Object.entries(set).toSorted(([a], [b]) => (a < b ? -1 : 1)))

describe('what the Python listings disagree on', async () => {
  const cases = new Map((await serviceSuite.cases()).map((one) => [one.id, one]))

  test.each(resolved)('$title: one answer', ({ answer, cases: rows, why, by }) => {
    for (const { id } of rows) {
      const lists = cases.get(id)?.answers
      expect(
        lists?.map((answers) => answers.map(({ status }) => status)),
        id,
      ).toEqual([[answer]])
    }
    expect(why).not.toBe('')
    expect(by).not.toBe('')
  })

  test('every recorded request on which they disagree has a row', () => {
    const recorded = JSON.parse(
      readFileSync(new URL('../../../examples/lab/data/recorded.json', import.meta.url), 'utf8'),
    ) as {
      requests: Record<string, string>
      answers: Record<string, Record<string, number>>
      pool: [string, number | null][]
    }
    const statuses = (id: string, server: string): (number | null)[] =>
      LEVEL_NAMES.map((level) => recorded.pool[recorded.answers[id]![`${server}/${level}`]!]![1])
    const disagreed = Object.entries(recorded.requests).filter(([id]) =>
      ['wsgiref', 'gunicorn-sync'].some((server) => new Set(statuses(id, server)).size > 1),
    )
    const listed = new Set(
      resolved.flatMap(({ cases: rows }) =>
        rows.filter(({ python }) => python).map(({ id }) => bytesOf(cases.get(id)!.send)),
      ),
    )
    expect(disagreed.length).toBeGreaterThan(20)
    expect(disagreed.filter(([, bytes]) => !listed.has(bytes)).map(([id]) => id)).toEqual([])
  })
})

test('docs/divergences.md says what the catalogue says', () => {
  const page = readFileSync(new URL('../../../docs/divergences.md', import.meta.url), 'utf8')
  expect(page === divergencesPage(), 'run `npx tsx test/conformance/tools/divergences.ts`').toBe(true)
})
