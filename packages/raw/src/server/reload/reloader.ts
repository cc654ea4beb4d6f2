import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { relative } from 'node:path'
import type { Endpoint } from '../endpoint.ts'
import { listen } from '../listen.ts'
import { FileWatcher } from './file-watcher.ts'
import type { FileWatcherOptions } from './file-watcher.ts'
import { refuse } from './refuse.ts'
import { RUN_MAIN } from './reload-messages.ts'
import type { ChildMessage, ParentMessage } from './reload-messages.ts'

/** How a program is run again when its files change. */
export interface ReloaderOptions extends Omit<FileWatcherOptions, 'settle'> {
  /** The script that serves when it finds itself in the child; by default the one that runs. */
  readonly script?: string
  /** Its arguments; by default those of this process. */
  readonly args?: readonly string[]
  /** Files, folders and patterns of files to watch beside what is imported. */
  readonly extra?: readonly string[]
  /** Milliseconds for requests under way when a child is replaced. Default 30000. */
  readonly grace?: number
  /** Takes the lines for the person at the terminal; standard error by default. */
  readonly log?: (line: string) => void
  /** Is told once, when the first child takes connections. */
  readonly onReady?: (url: string) => void
}

/** Tells which files the program imports. */
const REPORTER = new URL('../../../bin/report-imports.js', import.meta.url).href

/** Answered while no program serves. */
const BROKEN =
  'The program does not load: the terminal says why. It is tried again when one of its files changes.\n'
const ENDED = 'The program has ended: the terminal says how. It is run again when one of its files changes.\n'

/** How long a child that serves nothing yet has to end. */
const IDLE_GRACE = 1000

/**
 * Keeps a port, and behind it a child process that serves: when a file changes that the child has imported, a new child
 * takes its place. No connection is lost: those that come in between wait for the new child, requests under way are
 * answered by the old one, and a connection is handed to a child only with the first bytes of its request. A program that
 * does not load is answered with 500 until it is mended.
 *
 * @example
 * assert.equal(typeof new Reloader({ host: '127.0.0.1', port: 0 }).run, 'function')
 */
export class Reloader {
  private readonly endpoint: Endpoint
  private readonly options: ReloaderOptions
  private readonly grace: number
  private readonly server: Server
  private readonly watcher: FileWatcher
  private readonly children: Set<ChildProcess> = new Set()
  private child: ChildProcess | undefined
  private state: 'starting' | 'ready' | 'failed' = 'starting'
  private answer = BROKEN
  /** Connections that have sent nothing yet. */
  private readonly silent: Set<Socket> = new Set()
  /** Those that wait for a child, and what they have sent. */
  private readonly waiting: Map<Socket, Buffer> = new Map()
  private startedAt = 0
  private url = ''
  private wasReady = false
  private isStopping = false

  constructor(endpoint: Endpoint, options: ReloaderOptions = {}) {
    this.endpoint = endpoint
    this.options = options
    this.grace = options.grace ?? 30_000
    // With a mark of 0, node stops to read a socket after its first bytes. What is read here is told the child; a byte
    // more would be lost when the socket changes hands.
    this.server = createServer({ pauseOnConnect: true, highWaterMark: 0 }, (socket) => this.receive(socket))
    const { exclude = [], poll } = options
    this.watcher = new FileWatcher((files) => this.reload(files), { exclude, poll })
  }

  /**
   * Listens and serves until the promise given is fulfilled; then stops gracefully.
   *
   * @throws ListenError
   */
  async run(stop: Promise<unknown>): Promise<void> {
    const killAll = (): void => {
      for (const child of this.children) child.kill('SIGKILL')
    }
    process.once('exit', killAll)
    try {
      this.url = await listen(this.server, this.endpoint)
      for (const path of this.options.extra ?? []) this.watcher.addNamed(path)
      this.start()
      await stop
    } finally {
      await this.end()
      process.off('exit', killAll)
    }
  }

  private log(line: string): void {
    const { log = (line: string) => void process.stderr.write(`${line}\n`) } = this.options
    log(line)
  }

  private start(): void {
    const { script = process.argv[1], args = process.argv.slice(2) } = this.options
    if (script === undefined)
      throw new TypeError('Expected a program in a file to run again, got one without')
    this.state = 'starting'
    this.startedAt = Date.now()
    const child = fork(script, [...args], {
      // The parent has the inspector's port already.
      execArgv: [
        ...process.execArgv.map((arg) => arg.replace(/^(--inspect(?:-brk|-wait)?)(?:=.*)?$/, '$1=0')),
        '--import',
        REPORTER,
      ],
      env: { ...process.env, [RUN_MAIN]: 'true' },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    this.child = child
    this.children.add(child)
    child.on('message', (message: ChildMessage) => this.hear(child, message))
    child.on('error', () => {})
    child.once('exit', (code, signal) => {
      this.children.delete(child)
      if (child !== this.child || this.isStopping) return
      this.log(`the program ended with ${signal ?? `exit code ${code}`}: waiting for a change`)
      this.fail(ENDED)
    })
  }

  private hear(child: ChildProcess, message: ChildMessage): void {
    if (message.type === 'imported') {
      for (const file of message.files) this.watcher.add(file, this.startedAt)
      return
    }
    if (child !== this.child) return
    if (message.type === 'failed') {
      this.log(`${message.message}\nwaiting for a change`)
      this.fail(BROKEN)
      return
    }
    this.state = 'ready'
    if (this.wasReady) this.log(`reloaded in ${Date.now() - this.startedAt} ms`)
    else this.options.onReady?.(this.url)
    this.wasReady = true
    this.settle()
  }

  private reload(files: readonly string[]): void {
    if (this.isStopping) return
    const names = files.map((file) => relative(process.cwd(), file)).join(', ')
    this.log(`reloading: ${names} changed`)
    const old = this.child
    const grace = this.state === 'ready' ? this.grace : 0
    this.start()
    if (old) this.release(old, grace)
  }

  /** Lets a child answer what is under way, and ends it. */
  private release(child: ChildProcess, grace: number): void {
    if (child.connected) child.send({ type: 'stop' } satisfies ParentMessage, () => {})
    const end = setTimeout(() => child.kill('SIGKILL'), grace + IDLE_GRACE)
    child.once('exit', () => clearTimeout(end))
  }

  /** A connection belongs to nobody until its request begins: browsers open some long before they use them. */
  private receive(socket: Socket): void {
    socket.on('error', () => socket.destroy())
    this.silent.add(socket)
    socket.once('close', () => this.silent.delete(socket))
    const onReadable = (): void => {
      const head: Buffer | null = socket.read()
      if (head === null) return
      socket.off('readable', onReadable)
      this.silent.delete(socket)
      this.waiting.set(socket, head)
      this.settle()
    }
    socket.on('readable', onReadable)
  }

  /** Gives those that wait to the child, if there is one, or an answer. */
  private settle(): void {
    if (this.state === 'starting') return
    for (const [socket, head] of this.waiting) {
      if (this.state === 'ready') this.hand(socket, head)
      else refuse(socket, head, this.answer)
    }
    this.waiting.clear()
  }

  private hand(socket: Socket, head: Buffer): void {
    const message: ParentMessage = { type: 'connection', head: head.toString('latin1') }
    this.child?.send(message, socket, { keepOpen: false }, (error) => {
      if (error) socket.destroy()
    })
  }

  private fail(answer: string): void {
    this.state = 'failed'
    this.answer = answer
    this.settle()
  }

  private async end(): Promise<void> {
    const grace = this.state === 'ready' ? this.grace : 0
    this.isStopping = true
    this.watcher.close()
    this.server.close()
    for (const socket of [...this.silent, ...this.waiting.keys()]) socket.destroy()
    const over = [...this.children].map((child) => new Promise((resolve) => child.once('exit', resolve)))
    for (const child of this.children) this.release(child, child === this.child ? grace : this.grace)
    await Promise.all(over)
  }
}
