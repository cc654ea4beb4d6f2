import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { relative } from 'node:path'
import type { Endpoint } from '../endpoint.ts'
import { listen } from '../listen.ts'
import { FileWatcher } from './file-watcher.ts'
import type { FileWatcherOptions } from './file-watcher.ts'
import { RUN_MAIN } from './reload-messages.ts'
import type { ChildMessage, ParentMessage } from './reload-messages.ts'

/** How a program is run again when its files change. */
export interface ReloaderOptions extends Omit<FileWatcherOptions, 'settle'> {
  /** The script that serves when it finds itself in the child; by default the one that runs. */
  readonly script?: string
  /** Its arguments; by default those of this process. */
  readonly args?: readonly string[]
  /** Files and folders to watch beside what is imported. */
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

/** What is answered while the program does not load. */
const BROKEN =
  'The program does not load: the terminal says why. It is tried again when one of its files changes.\n'

/**
 * Keeps a port, and behind it a child process that serves: when a file changes that the child has imported, a new child
 * takes its place. No connection is refused: those that come in between wait for the new child, and requests under way
 * are answered by the old one; one handed over just before the change, whose request has not come, may be reset. A program that does not load is answered with 500 until it is mended.
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
  private readonly waiting: Set<Socket> = new Set()
  private startedAt = 0
  private url = ''
  private wasReady = false
  private isStopping = false

  constructor(endpoint: Endpoint, options: ReloaderOptions = {}) {
    this.endpoint = endpoint
    this.options = options
    this.grace = options.grace ?? 30_000
    this.server = createServer({ pauseOnConnect: true }, (socket) => this.receive(socket))
    const { exclude = [], poll } = options
    this.watcher = new FileWatcher((files) => this.reload(files), { exclude, poll })
  }

  /**
   * Listens and serves until the promise given is fulfilled; then stops gracefully.
   *
   * @throws ListenError
   */
  async run(stop: Promise<unknown>): Promise<void> {
    try {
      this.url = await listen(this.server, this.endpoint)
      for (const path of this.options.extra ?? []) this.watcher.add(path)
      this.start()
      await stop
    } finally {
      await this.end()
    }
  }

  private log(line: string): void {
    const { log = (line: string) => void process.stderr.write(`${line}\n`) } = this.options
    log(line)
  }

  private start(): void {
    const { script = process.argv[1] ?? '', args = process.argv.slice(2) } = this.options
    this.state = 'starting'
    this.startedAt = Date.now()
    const child = fork(script, [...args], {
      execArgv: [...process.execArgv, '--import', REPORTER],
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
      this.fail()
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
      this.fail()
      return
    }
    this.state = 'ready'
    if (this.wasReady) this.log(`reloaded in ${Date.now() - this.startedAt} ms`)
    else this.options.onReady?.(this.url)
    this.wasReady = true
    for (const socket of this.waiting) this.hand(socket)
    this.waiting.clear()
  }

  private reload(files: readonly string[]): void {
    if (this.isStopping) return
    const names = files.map((file) => relative(process.cwd(), file)).join(', ')
    this.log(`reloading: ${names} changed`)
    const old = this.child
    this.start()
    if (old) this.release(old)
  }

  /** Lets a child answer what is under way, and ends it. */
  private release(child: ChildProcess): void {
    if (child.connected) child.send({ type: 'stop' } satisfies ParentMessage, () => {})
    const end = setTimeout(() => child.kill('SIGKILL'), this.grace + 1000)
    child.once('exit', () => clearTimeout(end))
  }

  private receive(socket: Socket): void {
    socket.on('error', () => socket.destroy())
    if (this.state === 'ready') this.hand(socket)
    else if (this.state === 'failed') refuse(socket)
    else {
      this.waiting.add(socket)
      socket.once('close', () => this.waiting.delete(socket))
    }
  }

  private hand(socket: Socket): void {
    this.child?.send({ type: 'connection' } satisfies ParentMessage, socket, { keepOpen: false }, (error) => {
      if (error) socket.destroy()
    })
  }

  private fail(): void {
    this.state = 'failed'
    for (const socket of this.waiting) refuse(socket)
    this.waiting.clear()
  }

  private async end(): Promise<void> {
    this.isStopping = true
    this.watcher.close()
    this.server.close()
    for (const socket of this.waiting) socket.destroy()
    const over = [...this.children].map((child) => new Promise((resolve) => child.once('exit', resolve)))
    for (const child of this.children) this.release(child)
    await Promise.all(over)
  }
}

/** Answers without looking at what was asked. */
function refuse(socket: Socket): void {
  const head = `HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${BROKEN.length}\r\nConnection: close\r\n\r\n`
  socket.resume()
  socket.end(head + BROKEN)
}
