import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const BIN = join(ROOT, 'packages/raw/bin/triptych.js')
const POSIX = process.platform !== 'win32'

const FILES: Readonly<Record<string, string>> = {
  'app.ts': `
    import { bytes } from '@triptych/raw'
    import type { Environ, StartResponse } from '@triptych/raw'
    export function* app(environ: Environ, startResponse: StartResponse): Generator<Uint8Array> {
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      yield bytes(\`\${environ.REQUEST_METHOD} \${environ.PATH_INFO} \${environ['test.wraps'] ?? ''}\`)
    }`,
  'slow.mjs': `
    import { setTimeout } from 'node:timers/promises'
    setInterval(() => {}, 1000)
    export async function app(environ, startResponse) {
      console.log('begun')
      await setTimeout(Number(environ.QUERY_STRING))
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      return [new TextEncoder().encode('late')]
    }`,
  'late.mjs': `
    export function app(environ, startResponse) {
      if (environ.PATH_INFO === '/throw') setTimeout(() => { throw new Error('thrown late') })
      if (environ.PATH_INFO === '/reject') Promise.reject(new Error('rejected late'))
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      return []
    }`,
  'wrong.mjs': `
    export function app(environ, startResponse) {
      startResponse('200 OK', [['Content-Length', '0'], ['Content-Type', 'text/plain']])
      return [[]]
    }`,
  'wrap.ts': `
    import type { Application } from '@triptych/raw'
    const add = (name: string) => (app: Application): Application => (environ, startResponse) => {
      environ['test.wraps'] = \`\${environ['test.wraps'] ?? ''}\${name}\`
      return app(environ, startResponse)
    }
    export const middleware = add('a')
    export const other = add('b')`,
  'syntax.mjs': 'export const a = 1\n\nexport default function (\n',
  'syntax.cjs': 'exports.a = 1\nfunction (\n',
  'syntax.ts': 'export const a = 1\n\nexport default function (\n',
  'throws.mjs': 'throw new TypeError("no database")\n',
}

/** Files outside of every project, without a package.json. */
const STRAY: Readonly<Record<string, string>> = {
  'stray.ts': 'export const app: (e: object, s: Function) => string[] = (e, s) => (s("200 OK", []), [])\n',
  'stray.js': 'export const app = (e, s) => (s("200 OK", []), [])\n',
  'stray.cjs': 'exports.app = (e, s) => (s("200 OK", []), [])\n',
}

/** Inside the tree: programs find `@triptych/raw` from there. */
const folder = join(ROOT, '.tmp', `command-${process.pid}`)
const children: ChildProcess[] = []
let stray: string

beforeAll(() => {
  stray = mkdtempSync(join(tmpdir(), 'triptych-command-'))
  for (const [base, files] of [[folder, FILES] as const, [stray, STRAY] as const]) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, name)), { recursive: true })
      writeFileSync(join(base, name), text)
    }
  }
})

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
  rmSync(stray, { recursive: true, force: true })
})

interface Command {
  child: ChildProcess
  /** What it has written so far. */
  out: () => string
  err: () => string
  /** Fulfilled when it listens, with the address from its line; rejected when it ends before that. */
  ready: Promise<string>
  /** The exit code, or the name of the signal. */
  ended: Promise<number | string | null>
}

function start(args: string[], env: Record<string, string> = {}, extra: number[] = []): Command {
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...extra]
  const { HOST: _host, PORT: _port, ...inherited } = process.env
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env: { ...inherited, ...env }, stdio })
  children.push(child)
  let [out, err] = ['', '']
  child.stdout!.setEncoding('utf8').on('data', (part: string) => (out += part))
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  const ready = new Promise<string>((resolve, reject) => {
    child.stderr!.setEncoding('utf8').on('data', (part: string) => {
      err += part
      const line = /^listening on (.*)\n/m.exec(err)
      if (line) resolve(line[1]!)
    })
    void ended.then((code) => reject(new Error(`ended with ${code}: ${err}`)))
  })
  // Those who expect it to fail wait for its end only.
  ready.catch(() => {})
  return { child, out: () => out, err: () => err, ready, ended }
}

const serve = (...args: string[]): Command => start(['serve', '--bind', '127.0.0.1:0', ...args])

function request(options: {
  url?: string
  socketPath?: string
  path?: string
  agent?: Agent
}): Promise<string> {
  return new Promise((resolve, reject) => {
    const { url, agent = false as const, ...rest } = options
    const target = url === undefined ? new URL(`http://localhost${rest.path ?? '/'}`) : new URL(url)
    get(target, { ...rest, agent }, (response) => {
      let text = `${response.statusCode} ${response.headers.connection} `
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('end', () => resolve(text))
    }).once('error', reject)
  })
}

/** Waits until the command has written what is looked for. */
async function until(found: () => boolean): Promise<void> {
  while (!found()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe.concurrent('triptych serve', () => {
  // Windows has no signals that a process could catch.
  test.skipIf(!POSIX).each(['SIGTERM', 'SIGINT'] as const)(
    'serves a TypeScript program, says only where, and ends with 0 at %s (POSIX signals)',
    async (signal) => {
      const command = serve('app.ts')
      const url = await command.ready
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect(await request({ url: `${url}/a%20b` })).toBe('200 close GET /a b ')
      command.child.kill(signal)
      expect(await command.ended).toBe(0)
      expect({ out: command.out(), err: command.err() }).toEqual({ out: '', err: `listening on ${url}\n` })
    },
  )

  test('HOST and PORT say where to listen', async () => {
    const command = start(['serve', 'app.ts:app'], { HOST: 'localhost', PORT: '0' })
    expect(await command.ready).toMatch(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/)
    command.child.kill()
  })

  test.skipIf(!POSIX)('a unix socket (POSIX only)', async () => {
    const path = join(stray, 'app.sock')
    const command = start(['serve', 'app.ts', '--bind', `unix:${path}`, '--socket-mode', '600'])
    expect(await command.ready).toBe(`unix:${path}`)
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
    expect(await request({ socketPath: path, path: '/u' })).toBe('200 close GET /u ')
    command.child.kill('SIGTERM')
    expect(await command.ended).toBe(0)
    expect(existsSync(path)).toBe(false)
  })

  test.skipIf(!POSIX)('a descriptor that the parent has opened (POSIX only)', async () => {
    const server: Server & { _handle?: { fd: number } } = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const command = start(['serve', 'app.ts', '--bind', 'fd:3'], {}, [server._handle!.fd])
    // The child has its own descriptor of the socket now.
    server.close()
    expect(await command.ready).toBe('fd:3')
    expect(await request({ url: `http://127.0.0.1:${port}/fd` })).toBe('200 close GET /fd ')
    command.child.kill('SIGTERM')
    expect(await command.ended).toBe(0)
  })

  test('--wrap, outermost first, --validate and --access-log', async () => {
    const command = serve(
      'app.ts',
      '--wrap',
      'wrap.ts',
      '--wrap',
      './wrap.ts:other',
      '--validate',
      '--access-log',
      'json',
    )
    const url = await command.ready
    expect(await request({ url: `${url}/x?y` })).toBe('200 close GET /x ab')
    await until(() => command.out().endsWith('\n'))
    expect(JSON.parse(command.out())).toMatchObject({ method: 'GET', target: '/x?y', status: 200, bytes: 9 })
    command.child.kill()
  })

  test('--validate refuses what the contract does not allow', async () => {
    const command = serve('wrong.mjs', '--validate', '--access-log', 'combined')
    expect(await request({ url: await command.ready })).toMatch(/^500 /)
    await until(() => command.out().endsWith('\n'))
    expect(command.out()).toMatch(/^127\.0\.0\.1 - - \[.*\] "GET \/ HTTP\/1\.1" 500 \d+ "-" "-"\n$/)
    command.child.kill()
  })

  test('errors that nobody catches are told, and do not end it', async () => {
    const command = serve('late.mjs')
    const url = await command.ready
    expect(await request({ url: `${url}/throw` })).toMatch(/^200 /)
    expect(await request({ url: `${url}/reject` })).toMatch(/^200 /)
    await until(() => /rejected late/.test(command.err()) && /thrown late/.test(command.err()))
    expect(await request({ url })).toMatch(/^200 /)
    command.child.kill()
  })

  test.each(Object.keys(STRAY))('%s, a program of no project', async (name) => {
    const command = serve(join(stray, name))
    expect(await request({ url: await command.ready })).toMatch(/^200 /)
    command.child.kill()
  })
})

describe.skipIf(!POSIX)('a stop (POSIX signals)', () => {
  test('answers the request under way, though its program has timers', async () => {
    const command = serve('slow.mjs')
    const url = await command.ready
    const agent = new Agent({ keepAlive: true })
    const answer = request({ url: `${url}/?300`, agent })
    await until(() => command.out() !== '')
    command.child.kill('SIGTERM')
    expect(await answer).toBe('200 close late')
    expect(await command.ended).toBe(0)
    agent.destroy()
  })

  test('ends at once at the second signal', async () => {
    const command = serve('slow.mjs')
    const answer = request({ url: `${await command.ready}/?60000` }).catch(() => 'cut')
    await until(() => command.out() !== '')
    command.child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 150))
    command.child.kill('SIGTERM')
    expect(await command.ended).toBe(143)
    expect(await answer).toBe('cut')
  })

  test('cuts what is not answered within --graceful-timeout', async () => {
    const command = serve('slow.mjs', '--graceful-timeout', '0.2')
    const answer = request({ url: `${await command.ready}/?60000` }).catch(() => 'cut')
    await until(() => command.out() !== '')
    command.child.kill('SIGTERM')
    expect(await command.ended).toBe(0)
    expect(await answer).toBe('cut')
  })
})

describe.concurrent('what can not start', () => {
  test('a port in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const command = start(['serve', 'app.ts', '--bind', `127.0.0.1:${port}`])
    expect(await command.ended).toBe(1)
    expect(command.err()).toMatch(
      new RegExp(`^triptych: Expected a free port, got 127\\.0\\.0\\.1:${port},.*\n$`),
    )
    server.close()
  })

  test.each([
    ['none.ts', /^triptych: Expected an application's file, found none at .*none\.ts\n$/],
    ['app.ts:main', /^triptych: Expected .*app\.ts to export main, it exports app\n$/],
    ['throws.mjs', /^triptych: .*throws\.mjs failed while it was loaded: TypeError: no database\n/],
    ['syntax.mjs', /^triptych: .*syntax\.mjs:\d+: SyntaxError: Unexpected end of input\n$/],
    [
      'syntax.cjs',
      /^triptych: .*syntax\.cjs:2:1: SyntaxError: Function statements require a function name\n$/,
    ],
    ['syntax.ts', /^triptych: .*syntax\.ts:\d+(:\d+)?: .*\n$/],
  ])('%s', async (program, message) => {
    const command = serve(program)
    expect(await command.ended).toBe(1)
    expect(command.err()).toMatch(message)
    expect(command.out()).toBe('')
  })

  test('arguments that are wrong end with 2', async () => {
    const command = start(['serve', '--workers', '2', 'app.ts'])
    expect(await command.ended).toBe(2)
    expect(command.err()).toContain('--workers is not available yet in this version')
  })

  test('--version is that of the package', async () => {
    const command = start(['--version'])
    expect(await command.ended).toBe(0)
    const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/raw/package.json'), 'utf8')) as {
      version: string
    }
    expect(command.out()).toBe(`triptych ${version}\n`)
  })
})
