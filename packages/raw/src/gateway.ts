/**
 * The gateway contract: everything that a server and an application must agree on, and nothing else.
 *
 * It is WSGI (PEP 3333) in TypeScript. A server turns a request into an environ, calls the application with it
 * and a `startResponse` function, and sends the blocks of the body that the application returns. The one real
 * difference from Python is time: an application may answer at once or with a promise, and a body may be a plain
 * or an asynchronous iterable. Read this page first; the rest of the package is about keeping these promises.
 */

/** One header field, name and value. Text has one character for each byte (latin-1), as in WSGI. */
export type HeaderPair = [name: string, value: string]

/**
 * The body of a response: blocks of bytes, made when the server asks for them.
 * The server awaits `close` exactly once on every path: body finished, application failed, client gone.
 */
export type Body = (Iterable<Uint8Array> | AsyncIterable<Uint8Array>) & { close?(): void | Promise<void> }

/**
 * Sends a block at once, before those of the returned body. Legacy, for code that pushes (PEP 3333, "The write()
 * Callable"); await it, or the client's pace is lost.
 */
export type Write = (chunk: Uint8Array) => Promise<void>

/**
 * Begins the response. `status` is three digits, a space and a reason; the server keeps the headers back until
 * the first non-empty block, or the end. A second call is allowed with `error` only: it replaces the first one,
 * or throws that error when the headers have already been sent.
 */
export type StartResponse = (status: string, headers: HeaderPair[], error?: unknown) => Write

/** A program that answers requests. A plain generator function is one, just as in the Python listings. */
export type Application = (environ: Environ, startResponse: StartResponse) => Body | Promise<Body>

/** What Python does with `__call__`: an object that is an application by its method. */
export interface ApplicationObject {
  application: Application
}

/** Whatever can be served: a function is always an {@link Application}, an object gives its method. */
export type ApplicationLike = Application | ApplicationObject

/** The request body. Reading past its end gives empty bytes, never the next request. Iteration gives blocks as they come. */
export interface InputStream extends AsyncIterable<Uint8Array> {
  /** Up to `size` bytes, or all that is left. */
  read(size?: number): Promise<Uint8Array>
  /** One line with its line feed, cut after `size` bytes. */
  readline(size?: number): Promise<Uint8Array>
  /** All lines, or as many as are needed to reach `hint` bytes. */
  readlines(hint?: number): Promise<Uint8Array[]>
}

/** Where an application reports trouble: the server's log. */
export interface ErrorStream {
  write(text: string): void
  writelines(lines: Iterable<string>): void
  flush(): void
}

/**
 * One request. An ordinary object that the application may change; CGI keys and `wsgi.*` keys under their PEP 3333
 * names, request fields as `HTTP_*`, extensions under dotted names. Strings have one character for each byte.
 */
export interface Environ {
  REQUEST_METHOD: string
  SCRIPT_NAME: string
  PATH_INFO: string
  QUERY_STRING: string
  SERVER_NAME: string
  SERVER_PORT: string
  SERVER_PROTOCOL: string
  CONTENT_TYPE?: string
  CONTENT_LENGTH?: string
  /** The request target as it was sent. */
  REQUEST_URI?: string
  REMOTE_ADDR?: string
  REMOTE_PORT?: string
  HTTP_HOST?: string
  HTTP_COOKIE?: string
  'wsgi.version': readonly [1, 0]
  'wsgi.url_scheme': string
  'wsgi.input': InputStream
  'wsgi.errors': ErrorStream
  'wsgi.multithread': boolean
  'wsgi.multiprocess': boolean
  'wsgi.run_once': boolean
  /** The input ends by itself, so that it may be read to its end without a CONTENT_LENGTH (chunked bodies). */
  'wsgi.input_terminated'?: boolean
  /** Wraps a file for the server's fastest way to send it; what it returns is an ordinary body too. */
  'wsgi.file_wrapper'?: (file: FileLike, blockSize?: number) => Body
  /** Sends `103 Early Hints` now, where the server can. */
  'wsgi.early_hints'?: (headers: HeaderPair[]) => void
  /** Aborted when the client is gone. */
  'triptych.signal'?: AbortSignal
  /** Runs the callback once after the last byte or the abort, last registered first; its errors go to wsgi.errors. */
  'triptych.finally'?: (callback: () => void | Promise<void>) => void
  /** Sets the trailer fields of a chunked response, before its body ends. */
  'triptych.trailers'?: (headers: HeaderPair[]) => void
  /**
   * What toolkits have read out of this environ, each under its own name, so that it is read once. Servers may put the key
   * there with `undefined`, since adding a key to an environ is far dearer than setting one.
   */
  'triptych.memo'?: Record<string, unknown> | undefined
  /** Takes the connection over after a 101 or a CONNECT. */
  'triptych.upgrade'?: unknown
  [field: `HTTP_${string}`]: string | undefined
  [key: string]: unknown
}

/** What `wsgi.file_wrapper` takes: something to read blocks from, closed by the server. */
export interface FileLike {
  read(size: number): Uint8Array | Promise<Uint8Array>
  close?(): void | Promise<void>
}

const bound = new WeakMap<ApplicationObject, Application>()

/**
 * Turns whatever can be served into the function that a server calls; an object's method is bound once.
 *
 * @throws TypeError when it is neither a function nor an object with an `application` method
 * @example
 * const hello = { application: () => [new Uint8Array([104, 105])] }
 * assert.equal(toApplication(hello), toApplication(hello))
 * assert.equal(toApplication(hello.application), hello.application)
 */
export function toApplication(app: ApplicationLike): Application {
  if (typeof app === 'function') return app
  if (typeof app !== 'object' || app === null || typeof app.application !== 'function') {
    throw new TypeError(
      `Expected an application function or an object with an application method, got ${typeof app}`,
    )
  }
  let application = bound.get(app)
  if (!application) bound.set(app, (application = app.application.bind(app)))
  return application
}
