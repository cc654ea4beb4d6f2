import { describe, expect, test } from 'vitest'
import { main } from '../../src/server/cli.ts'
import { SERVE_USAGE } from '../../src/server/cli-help.ts'
import { DEFAULT_LIMITS } from '../../src/server/limits.ts'
import { DEFAULT_GRACE } from '../../src/server/node-server.ts'
import { OPTIONS, planServe } from '../../src/server/serve-command.ts'

type Env = Readonly<Record<string, string>>

describe('the address', () => {
  test.each<[args: string[], env: Env, endpoint: object]>([
    [[], {}, { host: '127.0.0.1', port: 8000 }],
    [[], { HOST: '0.0.0.0', PORT: '5000' }, { host: '0.0.0.0', port: 5000 }],
    [[], { HOST: '::1' }, { host: '::1', port: 8000 }],
    [[], { HOST: '', PORT: '' }, { host: '127.0.0.1', port: 8000 }],
    [['--bind', 'localhost:1'], { HOST: '0.0.0.0', PORT: '5000' }, { host: 'localhost', port: 1 }],
    [['--bind=unix:/a', '--socket-mode', '660'], {}, { path: '/a', mode: 0o660 }],
    [['--bind=fd:3'], { PORT: 'x' }, { fd: 3 }],
  ])('%j with %j', (args, env, endpoint) => {
    expect(planServe(['app.ts', ...args], env)?.endpoint).toEqual(endpoint)
  })
})

test('reads everything else', () => {
  const args = ['--wrap', 'outer.ts', '--validate', 'app.ts:app', '--wrap=inner.ts:x', '--access-log', 'json']
  const limits = [
    '--max-body-size',
    '1000',
    '--request-timeout',
    '1.5',
    '--keep-alive',
    '0',
    '--graceful-timeout=2',
  ]
  expect(planServe([...args, ...limits, '--server', 'node'], {})).toEqual({
    program: 'app.ts:app',
    server: 'node',
    endpoint: { host: '127.0.0.1', port: 8000 },
    wraps: ['outer.ts', 'inner.ts:x'],
    validate: true,
    debug: false,
    reload: undefined,
    options: {
      accessLog: 'json',
      maxBodySize: 1000,
      requestTimeout: 1500,
      keepAliveTimeout: 0,
      graceTimeout: 2000,
    },
  })
})

const BAD: readonly (readonly [args: string, message: string, env: Env])[] = [
  ['serve', 'Expected the file of an application, got none', {}],
  ['serve a.ts b.ts c.ts', 'Expected one file, got also b.ts c.ts', {}],
  ['serve a.ts --bnd x:1', 'Expected a known option, got --bnd', {}],
  ['serve a.ts -x', 'Expected a known option, got -x', {}],
  ['serve a.ts --constructor', 'Expected a known option, got --constructor', {}],
  ['serve a.ts --bind', 'Expected a value after --bind, got none', {}],
  ['serve a.ts --bind=', 'Expected a value after --bind, got none', {}],
  [
    'serve a.ts --bind 8000',
    'Expected HOST:PORT, unix:PATH or fd:N as the address to listen on, got "8000"',
    {},
  ],
  ['serve a.ts --validate=no', 'Expected --validate without a value, got no', {}],
  ['serve a.ts --access-log common', 'Expected combined, json or pretty after --access-log, got common', {}],
  ['serve a.ts --server apache', 'Expected the server node or socket, got apache', {}],
  ['serve a.ts --socket-mode 660', 'Expected --bind unix:PATH with --socket-mode, got another address', {}],
  [
    'serve a.ts --bind unix:a --socket-mode 888',
    'Expected an octal mode such as 660 after --socket-mode, got 888',
    {},
  ],
  ['serve a.ts --max-body-size 1M', 'Expected a number of bytes after --max-body-size, got 1M', {}],
  ['serve a.ts --keep-alive -1', 'keep-alive', {}],
  ['serve a.ts --headers-timeout 20 --request-timeout 10', 'Expected a headersTimeout of at most', {}],
  ['serve a.ts', 'in the environment variable PORT, got "http"', { PORT: 'http' }],
  ['serve a.ts --server socket --reload', 'Expected the server node with --reload, got socket', {}],
  ['serve a.ts --workers 4', 'The option --workers is not available yet in this version', {}],
  ['serve a.ts --reload-extra b', 'Expected --reload with --reload-extra', {}],
  ['serve a.ts --reload-poll 1', 'Expected --reload with --reload-extra', {}],
  ['serve a.ts --reload --reload-poll often', 'a number of seconds after --reload-poll, got often', {}],
  ['proxy', 'The command proxy is not available yet in this version', {}],
  ['', 'Expected a command, got none', {}],
  ['srve a.ts', 'unknown command srve', {}],
  ['--verbose', 'unknown option --verbose', {}],
]

async function run(args: string, env: Env = {}): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await main(args.split(' ').filter(Boolean), {
    env,
    out: (text) => (out += text),
    err: (text) => (err += text),
  })
  return { code, out, err }
}

test('reads how it is reloaded and debugged', () => {
  const plan = planServe(
    [
      'a.ts',
      '--debug',
      '--reload',
      '--reload-extra',
      '/x',
      '--reload-exclude',
      '*.gen.ts',
      '--reload-poll',
      '0.5',
    ],
    {},
  )
  expect(plan).toMatchObject({ debug: true, reload: { extra: ['/x'], exclude: ['*.gen.ts'], poll: 500 } })
  expect(plan?.options.accessLog).toBeTypeOf('function')
  expect(planServe(['a.ts', '--reload', '--access-log', 'json'], {})?.options.accessLog).toBe('json')
})

describe('arguments that are wrong', () => {
  test.each(BAD)('%s', async (args, message, env) => {
    const { code, out, err } = await run(args, env)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
    expect(err).toMatch(/^triptych: .+\nRun `triptych (serve )?--help` to see what there is\.\n$/)
  })
})

describe('help', () => {
  test.each(['--help', '-h', 'help'])('triptych %s', async (args) => {
    const { code, out, err } = await run(args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('serve FILE[:EXPORT]')
    expect(out).not.toMatch(/proxy/)
  })

  test.each(['serve --help', 'serve app.ts -h'])('triptych %s', async (args) => {
    expect(await run(args)).toEqual({ code: 0, out: SERVE_USAGE, err: '' })
  })

  test('names every option and no other', () => {
    const named = [...SERVE_USAGE.matchAll(/^ +(?:-h, )?--([a-z-]+)/gm)].map(([, name]) => name)
    expect(new Set(named)).toEqual(new Set(Object.keys(OPTIONS)))
  })

  test('tells the real defaults', () => {
    const told = (option: string): number =>
      Number(new RegExp(`--${option} [A-Z]+ .*\\(default (\\d+)`).exec(SERVE_USAGE)?.[1])
    expect({
      maxHeaderSize: told('max-header-size'),
      maxBodySize: told('max-body-size'),
      headersTimeout: told('headers-timeout') * 1000,
      requestTimeout: told('request-timeout') * 1000,
      keepAliveTimeout: told('keep-alive') * 1000,
    }).toEqual(DEFAULT_LIMITS)
    expect(told('graceful-timeout') * 1000).toBe(DEFAULT_GRACE)
  })

  test('fits a screen of 118 columns', () => {
    for (const line of SERVE_USAGE.split('\n')) expect(line.length).toBeLessThanOrEqual(118)
  })
})
