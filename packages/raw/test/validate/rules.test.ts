/** One program, environ or server for each rule that breaks it, and programs that break none. */
import { describe, expect, test } from 'vitest'
import { setupTestingDefaults } from '@triptych/raw'
import type { Application, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import type { Write } from '@triptych/raw/gateway'
import { Input, blocksOf } from '@triptych/raw/input'
import { ErrorLog, call, open } from '@triptych/raw/testing'
import { RULES, ValidationError, validator } from '@triptych/raw/validate'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const TEXT: HeaderPair[] = [['Content-Type', 'text/plain']]
const plain: Application = (_environ, startResponse) => {
  startResponse('200 OK', [...TEXT])
  return [bytes('hello')]
}
const write: Write = async () => {}
const start: StartResponse = () => write

type Found = { id: string; text: string }

/** What a piece of a program breaks: what it throws, and the warnings. */
async function found(run: (warn: (warning: ValidationError) => void) => unknown): Promise<Found[]> {
  const findings: Found[] = []
  const take = (error: unknown): void => {
    if (!(error instanceof ValidationError)) throw error
    findings.push({ id: error.rule.id, text: error.message })
  }
  try {
    await run(take)
  } catch (error) {
    take(error)
  }
  return findings
}

/** Calls a good application with an environ that a server spoiled. */
const environRow = (
  id: string,
  change: Partial<Environ> | ((environ: Environ) => void),
  holds: string,
): Row => ({
  id,
  holds,
  run: (warn) => {
    const environ = setupTestingDefaults()
    if (typeof change === 'function') change(environ)
    else Object.assign(environ, change)
    void validator(plain, { onWarning: warn })(environ, start)
  },
})

/** Runs an application over our own server's half, which writes what it throws to wsgi.errors. */
const programRow = (
  id: string,
  app: Application,
  holds: string,
  request: Parameters<typeof call>[1] = '/',
): Row => ({
  id,
  holds,
  run: async (warn) => {
    const response = await call(validator(app, { onWarning: warn }), request)
    const [, known] = /ValidationError: ([A-Z]\d{3})/.exec(response.errors) ?? []
    if (known === undefined) return
    expect(response.errors).toContain(holds)
    throw new ValidationError(known, holds, undefined)
  },
})

/** A head that is broken, with a body that is not. */
const headRow = (id: string, status: string, headers: unknown, holds: string): Row =>
  programRow(
    id,
    (_environ, startResponse) => {
      startResponse(status, headers as HeaderPair[])
      return [bytes('hello')]
    },
    holds,
  )

/** Lets a server do what it wants with the body of a good application. */
const serverRow = (
  id: string,
  app: Application,
  serve: (body: never, environ: Environ) => unknown,
  holds: string,
): Row => ({
  id,
  holds,
  run: async (warn) => {
    const environ = setupTestingDefaults()
    const callbacks: (() => unknown)[] = []
    environ['triptych.finally'] = (callback) => void callbacks.push(callback)
    const body = await validator(app, { onWarning: warn })(environ, start)
    await serve(body as never, environ)
    for (const callback of callbacks.toReversed()) await callback()
  },
})

interface Row {
  id: string
  /** What the message shows. */
  holds: string
  run: (warn: (warning: ValidationError) => void) => unknown
}
type Closable = Iterable<Uint8Array> & { close(): void | Promise<void> }

function* two(_environ: Environ, startResponse: StartResponse): Generator<Uint8Array, void, undefined> {
  startResponse('200 OK', [...TEXT])
  yield bytes('a')
  yield bytes('b')
}
const closing =
  (close: () => void | Promise<void> = () => {}): Application =>
  (environ, startResponse) =>
    Object.assign(plain(environ, startResponse) as Uint8Array[], { close })
const withInput =
  (read: (input: Environ['wsgi.input']) => unknown, length = 3): Row['run'] =>
  async (warn) => {
    const environ = setupTestingDefaults({
      CONTENT_LENGTH: String(length),
      'wsgi.input': new Input(blocksOf(bytes('abcdef'))),
    })
    const app: Application = async (given, startResponse) => {
      await read(given['wsgi.input'])
      startResponse('200 OK', [...TEXT])
      return [bytes('x')]
    }
    await validator(app, { onWarning: warn })(environ, start)
  }
const withBadInput =
  (
    input: Partial<Record<'read' | 'readline' | 'readlines', unknown>>,
    read: (input: Environ['wsgi.input']) => unknown,
  ): Row['run'] =>
  async (warn) => {
    const good = new Input(blocksOf(bytes('abcdef')))
    const bad = Object.assign(Object.create(good) as Environ['wsgi.input'], input)
    const app: Application = async (given, startResponse) => {
      await read(given['wsgi.input'])
      startResponse('200 OK', [...TEXT])
      return [bytes('x')]
    }
    await validator(app, { onWarning: warn })(setupTestingDefaults({ 'wsgi.input': bad }), start)
  }

let shared: Generator<Uint8Array> | undefined

const ROWS: Row[] = [
  {
    id: 'A001',
    holds: '1 argument',
    run: () => (validator(plain) as (...args: unknown[]) => unknown)(setupTestingDefaults()),
  },
  { id: 'A002', holds: 'Map', run: () => validator(plain)(new Map() as never, start) },
  { id: 'A002', holds: 'frozen', run: () => validator(plain)(Object.freeze(setupTestingDefaults()), start) },
  { id: 'A003', holds: 'undefined', run: () => validator(plain)(setupTestingDefaults(), undefined as never) },
  {
    id: 'A004',
    holds: '3 parameters',
    run: () => validator(((_a: unknown, _b: unknown, _c: unknown) => []) as never),
  },
  environRow(
    'E001',
    (environ) => void delete (environ as Partial<Environ>).SERVER_PROTOCOL,
    'SERVER_PROTOCOL',
  ),
  environRow('E002', (environ) => void delete (environ as Partial<Environ>).QUERY_STRING, 'QUERY_STRING'),
  environRow(
    'E003',
    (environ) => void delete (environ as Partial<Environ>)['wsgi.run_once'],
    'wsgi.run_once',
  ),
  environRow('E004', { SERVER_PORT: 80 as never }, '80'),
  environRow('E005', { PATH_INFO: '/\u2603' }, '\u2603'),
  environRow('E006', { HTTP_X: 'a\nb' }, 'a\\nb'),
  environRow('E007', { HTTP_CONTENT_TYPE: 'text/plain' }, 'HTTP_CONTENT_TYPE'),
  environRow('E008', { HTTP_PROXY: 'http://evil' }, 'evil'),
  environRow('E009', { 'HTTP_X-Y': 'a' }, 'HTTP_X-Y'),
  environRow('E010', { REQUEST_METHOD: 'G T' }, 'G T'),
  environRow('E011', { SCRIPT_NAME: 'app' }, 'app'),
  environRow('E012', { SCRIPT_NAME: '/' }, '"/"'),
  environRow('E013', { PATH_INFO: 'x' }, '"x"'),
  environRow('E014', { CONTENT_LENGTH: '-1' }, '-1'),
  environRow('E015', { SERVER_NAME: '' }, 'SERVER_NAME'),
  environRow('E016', { SERVER_PORT: '70000' }, '70000'),
  environRow('E017', { SERVER_PROTOCOL: 'http/1.1' }, 'http/1.1'),
  environRow('E018', { 'wsgi.version': [1, 1] as never }, 'wsgi.version'),
  environRow('E019', { 'wsgi.url_scheme': 'ftp' }, 'ftp'),
  environRow('E020', { 'wsgi.run_once': 0 as never }, '0'),
  environRow('E021', { HTTP_HOST: 'a:b:c' }, 'a:b:c'),
  environRow('E022', { 'triptych.finally': {} as never }, 'triptych.finally'),
  environRow('I001', { 'wsgi.input': { read() {} } as never }, 'readline'),
  { id: 'I002', holds: 'read', run: withBadInput({ read: () => bytes('a') }, (input) => input.read()) },
  { id: 'I003', holds: 'text', run: withBadInput({ read: async () => 'text' }, (input) => input.read()) },
  { id: 'I004', holds: '2', run: withBadInput({ read: async () => bytes('abc') }, (input) => input.read(2)) },
  { id: 'I005', holds: '3', run: withInput((input) => input.read()) },
  { id: 'I006', holds: 'all', run: withInput((input) => input.read('all' as never)) },
  {
    id: 'I007',
    holds: 'read',
    run: withInput(async (input) => {
      const first = input.read(1)
      await Promise.all([first, input.read(1)])
    }),
  },
  {
    id: 'I008',
    holds: 'after the end',
    run: async () => {
      let input: Environ['wsgi.input'] | undefined
      await call(
        validator((environ, startResponse) => {
          input = environ['wsgi.input']
          return plain(environ, startResponse)
        }),
      )
      await input!.read(1)
    },
  },
  {
    id: 'I009',
    holds: 'read',
    run: async (warn) => {
      const exchange = open(
        validator(
          (environ, startResponse) => {
            void environ['wsgi.input'].read(1).catch(() => {})
            return plain(environ, startResponse)
          },
          { onWarning: warn },
        ),
        '/',
        { streamInput: true },
      )
      await exchange.response()
    },
  },
  {
    id: 'I010',
    holds: '10',
    run: withInput(async (input) => {
      for (let n = 0; n < 20; n++) await input.read(1)
    }, 6),
  },
  { id: 'I011', holds: 'close', run: withInput((input) => (input as unknown as { close(): void }).close()) },
  environRow('O001', { 'wsgi.errors': { write() {} } as never }, 'writelines'),
  programRow('O002', (environ) => environ['wsgi.errors'].write(new Error('x') as never) as never, 'Error'),
  programRow('O003', (environ) => environ['wsgi.errors'].writelines(1 as never) as never, '1'),
  programRow('O004', (environ) => (environ['wsgi.errors'] as unknown as { close(): never }).close(), 'close'),
  programRow(
    'S001',
    (_environ, startResponse) => (startResponse as unknown as (status: string) => never)('200 OK'),
    '1 argument',
  ),
  headRow('S002', '200', TEXT, '"200"'),
  headRow('S003', '100 Continue', TEXT, '100'),
  headRow('S004', '200 O\r\nK', TEXT, '200 O\\r\\nK'),
  programRow(
    'S005',
    (_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      startResponse('201 Created', TEXT)
      return []
    },
    '201 Created',
  ),
  programRow(
    'S006',
    (_environ, startResponse) => {
      startResponse('200 OK', TEXT, null)
      return []
    },
    'null',
  ),
  programRow('S007', () => [bytes('early')], '5 bytes'),
  programRow('S008', () => [], '0 bytes'),
  serverRow(
    'S009',
    (environ, startResponse) => {
      environ['start later'] = () => startResponse('200 OK', TEXT)
      return plain(environ, startResponse)
    },
    (body: Closable, environ) => {
      void [...body]
      ;(environ['start later'] as () => void)()
    },
    '200 OK',
  ),
  programRow(
    'S010',
    async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
      try {
        startResponse('500 Oops', TEXT, new Error('x'))
      } catch {
        yield bytes('b')
      }
    },
    'went on',
  ),
  {
    id: 'S011',
    holds: 'undefined',
    run: () => validator(plain)(setupTestingDefaults(), (() => {}) as never),
  },
  {
    id: 'S012',
    holds: 'boom',
    run: () => {
      const body = validator(function* (_environ, startResponse) {
        startResponse('200 OK', TEXT)
        yield bytes('a')
        yield bytes('b')
        startResponse('500 Oops', TEXT, new Error('boom'))
      })(setupTestingDefaults(), start) as Iterable<Uint8Array>
      void [...body]
    },
  },
  headRow('H001', '200 OK', new Map([['A', 'b']]), 'Map'),
  headRow('H002', '200 OK', [['X-Count', 1]], '1'),
  headRow('H003', '200 OK', [['X Y', 'a']], 'X Y'),
  headRow('H004', '200 OK', [['X', 'a\r\nb']], 'a\\r\\nb'),
  headRow('H005', '200 OK', [...TEXT, ['X', ' a']], '" a"'),
  headRow('H006', '200 OK', [...TEXT, ['Status', '404']], '404'),
  headRow('H007', '200 OK', [...TEXT, ['Connection', 'close']], 'Connection'),
  headRow('H008', '200 OK', [...TEXT, ...TEXT], 'Content-Type'),
  headRow('H009', '200 OK', [...TEXT, ['Content-Length', '1e3']], '1e3'),
  programRow(
    'H010',
    (_environ, startResponse) => {
      startResponse('204 No Content', [['Content-Length', '0']])
      return []
    },
    '204',
  ),
  programRow(
    'H011',
    (_environ, startResponse) => {
      startResponse('304 Not Modified', TEXT)
      return []
    },
    '304',
  ),
  headRow('H012', '200 OK', [], '5 bytes'),
  programRow(
    'H013',
    (_environ, startResponse) => {
      const headers = [...TEXT]
      startResponse('200 OK', headers)
      headers.push(['X', 'late'])
      return [bytes('a')]
    },
    'late',
  ),
  programRow(
    'H014',
    (environ, startResponse) => {
      environ['triptych.trailers']!([['Content-Length', '1']])
      return plain(environ, startResponse)
    },
    'Content-Length',
  ),
  programRow('B001', (environ, startResponse) => void plain(environ, startResponse) as never, 'undefined'),
  programRow('B002', (environ, startResponse) => (plain(environ, startResponse), 'text') as never, 'text'),
  programRow('B003', (environ, startResponse) => (plain(environ, startResponse), ['text']) as never, 'text'),
  headRow('B004', '200 OK', [...TEXT, ['Content-Length', '2']], '2'),
  headRow('B005', '200 OK', [...TEXT, ['Content-Length', '9']], '9'),
  programRow('B006', plain, 'HEAD', { method: 'HEAD' }),
  {
    id: 'B007',
    holds: 'enerator',
    run: async () => {
      shared = two({} as Environ, start)
      const app = validator((_environ, startResponse) => {
        startResponse('200 OK', [...TEXT])
        return shared!
      })
      void [...(app(setupTestingDefaults(), start) as Iterable<Uint8Array>)]
      void [...(app(setupTestingDefaults(), start) as Iterable<Uint8Array>)]
    },
  },
  programRow(
    'W001',
    (_environ, startResponse) => (void startResponse('200 OK', TEXT)('text' as never), []),
    'text',
  ),
  programRow(
    'W002',
    (_environ, startResponse) => {
      void startResponse('200 OK', TEXT)(bytes('a'))
      return []
    },
    'under way',
  ),
  programRow(
    'W003',
    async function* (_environ, startResponse) {
      const push = startResponse('200 OK', TEXT)
      yield bytes('a')
      await push(bytes('b'))
    },
    'within the body',
  ),
  {
    id: 'W004',
    holds: 'undefined',
    run: async () => {
      const app: Application = async (_environ, startResponse) => {
        await startResponse('200 OK', TEXT)(bytes('a'))
        return []
      }
      await validator(app)(setupTestingDefaults(), () => (() => {}) as never)
    },
  },
  serverRow('L001', plain, (body: Closable) => [...body, ...body], 'again'),
  serverRow(
    'L002',
    async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
    },
    async (body: AsyncIterable<Uint8Array>) => {
      const iterator = body[Symbol.asyncIterator]()
      const first = iterator.next()
      await Promise.all([first, iterator.next()])
    },
    'while another',
  ),
  serverRow(
    'L003',
    closing(),
    async (body: Closable) => {
      await body.close()
      void [...body]
    },
    'after close',
  ),
  serverRow(
    'L004',
    closing(),
    async (body: Closable) => {
      void [...body]
      await body.close()
      await body.close()
    },
    'again',
  ),
  serverRow('L005', closing(), (body: Closable) => [...body], 'not closed'),
  serverRow(
    'L006',
    two,
    async (body: Closable) => {
      body[Symbol.iterator]().next()
      await body.close?.()
    },
    'not left',
  ),
  serverRow(
    'L007',
    closing(() => new Promise((resolve) => setTimeout(resolve, 20))),
    (body: Closable) => {
      void [...body]
      void body.close()
    },
    'closing',
  ),
  {
    id: 'L008',
    holds: 'client had gone',
    run: (warn) => {
      const controller = new AbortController()
      const environ = setupTestingDefaults({ 'triptych.signal': controller.signal })
      const body = validator(two, { onWarning: warn })(environ, start) as Iterable<Uint8Array>
      const iterator = body[Symbol.iterator]()
      iterator.next()
      controller.abort()
      iterator.next()
    },
  },
  programRow('L009', (environ) => environ['triptych.finally']!('x' as never) as never, 'x'),
  serverRow(
    'L010',
    (environ, startResponse) => {
      environ['register later'] = environ['triptych.finally']
      return plain(environ, startResponse)
    },
    (body: Closable, environ) => {
      void [...body]
      void (body as Partial<Closable>).close?.()
      ;(environ['register later'] as (callback: () => void) => void)(() => {})
    },
    'triptych.finally',
  ),
  {
    id: 'L011',
    holds: 'Callback 1 ran',
    run: async () => {
      const environ = setupTestingDefaults()
      const callbacks: (() => unknown)[] = []
      environ['triptych.finally'] = (callback) => void callbacks.push(callback)
      const app: Application = (given, startResponse) => {
        given['triptych.finally']!(() => {})
        return plain(given, startResponse)
      }
      const body = validator(app)(environ, start) as Closable
      void [...body]
      await body.close?.()
      for (const callback of [...callbacks, ...callbacks].toReversed()) await callback()
    },
  },
]

test.each(ROWS)('$id is found and shown: $holds', async ({ id, holds, run }) => {
  const findings = await found(run)
  expect(findings.map((finding) => finding.id)).toContain(id)
  const finding = findings.find((one) => one.id === id)!
  expect(finding.text).toContain(`${id}: `)
  expect(finding.text).toContain(holds)
  expect(finding.text).toContain(`SPEC.md#${id.toLowerCase()}`)
})

test('every rule has a row', () => {
  const covered = new Set(ROWS.map((row) => row.id))
  expect([...RULES.keys()].filter((id) => !covered.has(id))).toEqual([])
})

describe('correct programs pass in silence', () => {
  const programs: [string, Application, Parameters<typeof call>[1]?][] = [
    ['an array', plain],
    ['a generator', two],
    [
      'an async generator',
      async function* (_environ, startResponse) {
        startResponse('200 OK', TEXT)
        yield bytes('a')
        yield bytes('')
        yield bytes('b')
      },
    ],
    ['an async application', async (environ, startResponse) => plain(environ, startResponse)],
    [
      'write',
      async (_environ, startResponse) => {
        const push = startResponse('200 OK', TEXT)
        await push(bytes('a'))
        return [bytes('b')]
      },
    ],
    [
      'an error path',
      (_environ, startResponse) => {
        startResponse('200 OK', TEXT)
        startResponse('500 Oops', TEXT, new Error('x'))
        return [bytes('oops')]
      },
    ],
    [
      'HEAD',
      (_environ, startResponse) => {
        startResponse('200 OK', [...TEXT, ['Content-Length', '5']])
        return []
      },
      { method: 'HEAD' },
    ],
    [
      '204',
      (_environ, startResponse) => {
        startResponse('204 No Content', [])
        return []
      },
    ],
    [
      'the whole input',
      async (environ, startResponse) => {
        const body = await environ['wsgi.input'].read()
        startResponse('200 OK', TEXT)
        return [body]
      },
      { body: 'abc' },
    ],
    [
      'names that wsgiref refuses: a digit first, other token characters; an extension method',
      (_environ, startResponse) => {
        startResponse('200 OK', [...TEXT, ['1st!', 'a'], ["x'y", 'b']])
        return [bytes('a')]
      },
      { method: 'BREW' },
    ],
  ]
  test.each(programs)('%s', async (_name, app, request) => {
    const bare = await call(app, request)
    const warnings: string[] = []
    const checked = await call(
      validator(app, { onWarning: ({ message }) => void warnings.push(message) }),
      request,
    )
    expect(warnings).toEqual([])
    expect(checked.errors).toBe('')
    expect(checked.status).toBe(bare.status)
    expect(checked.text()).toBe(bare.text())
    expect([...checked.headers]).toEqual([...bare.headers])
  })
})

test('a synchronous body stays synchronous, so that it keeps its length', async () => {
  expect((await call(validator(plain))).headers.get('Content-Length')).toBe('5')
})

test("the caller's place stays in the message", async () => {
  const response = await call(
    validator(function wrongHeaders(_environ, startResponse) {
      startResponse('200 OK', [['X Y', 'a']])
      return []
    }),
  )
  expect(response.errors).toMatch(/wrongHeaders.*rules\.test\.ts:\d+/)
})

test('a warning is written once for the application', async () => {
  const app = validator(plain)
  const first = await call(app, { method: 'HEAD' })
  const second = await call(app, { method: 'HEAD' })
  expect(first.errors).toContain('B006')
  expect(second.errors).toBe('')
})

test('what is never closed is known from the end of the request', async () => {
  expect(new ErrorLog().text).toBe('')
  const callbacks: (() => unknown)[] = []
  const environ = setupTestingDefaults()
  environ['triptych.finally'] = (callback) => void callbacks.push(callback)
  const body = validator(closing())(environ, start) as Body & Iterable<Uint8Array>
  void [...body]
  expect(() => callbacks.map((callback) => callback())).toThrow(/L005/)
})
