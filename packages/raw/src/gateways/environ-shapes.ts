import { FileWrapper, WSGI_VERSION, environKey } from '../environ.ts'
import type { Environ, FileLike } from '../gateway.ts'

/** What requests with the same sequence of field names have in common. */
export interface EnvironShape {
  /** Names and values in turn; only the names are kept. */
  readonly names: readonly string[]
  /** An environ with all its keys, to be copied: `{ ...template }`. */
  readonly template: Environ
  /** The environ key of each field; `undefined` for fields that are left out or repeat an earlier one. */
  readonly keys: readonly (string | undefined)[]
  /** Index and key of each field that repeats an earlier one. */
  readonly repeated: readonly (readonly [index: number, key: string])[]
  /** How many Host fields there are. */
  readonly hosts: number
}

/** Enough for the clients of a busy server, little for one that sends another order of fields each time. */
const MAX_SHAPES = 64

/**
 * Remembers what environs look like, by the names of the request's fields. Copying an object that already has its keys
 * is one allocation; adding twenty keys to a new object is twenty changes of its hidden class, and past a dozen V8
 * may turn it into a hash table (test/bench/README.md has the figures). No code is generated and no value is kept.
 *
 * @example
 * const shapes = new EnvironShapes({ 'triptych.signal': undefined })
 * const shape = shapes.of(['Host', 'a', 'Accept', 'b'])
 * assert.deepEqual(shape.keys, ['HTTP_HOST', 'HTTP_ACCEPT'])
 * assert.equal(shapes.of(['Host', 'x', 'Accept', 'y']), shape)
 */
export class EnvironShapes {
  private readonly extensions: Readonly<Record<string, unknown>>
  private readonly byLength = new Map<number, EnvironShape[]>()
  private size = 0
  private last: EnvironShape

  /** @param extensions the further keys of every environ, with their values or `undefined` where each request has one */
  constructor(extensions: Readonly<Record<string, unknown>> = {}) {
    this.extensions = extensions
    this.last = this.make([])
  }

  /** The shape of a request with these fields, names and values in turn. */
  of(fields: readonly string[]): EnvironShape {
    if (sameNames(this.last.names, fields)) return this.last
    let list = this.byLength.get(fields.length)
    for (const shape of list ?? []) if (sameNames(shape.names, fields)) return (this.last = shape)
    if (this.size >= MAX_SHAPES) {
      this.byLength.clear()
      this.size = 0
      list = undefined
    }
    const shape = this.make(fields)
    if (list === undefined) this.byLength.set(fields.length, [shape])
    else list.push(shape)
    this.size++
    return (this.last = shape)
  }

  private make(fields: readonly string[]): EnvironShape {
    const template: Environ = {
      REQUEST_METHOD: '',
      SCRIPT_NAME: '',
      PATH_INFO: '',
      QUERY_STRING: '',
      REQUEST_URI: '',
      SERVER_PROTOCOL: '',
      SERVER_NAME: '',
      SERVER_PORT: '',
      REMOTE_ADDR: '',
      REMOTE_PORT: '',
      'wsgi.version': WSGI_VERSION,
      'wsgi.url_scheme': '',
      'wsgi.input': undefined as never,
      'wsgi.errors': undefined as never,
      'wsgi.multithread': false,
      'wsgi.multiprocess': false,
      'wsgi.run_once': false,
      'wsgi.input_terminated': true,
      'wsgi.file_wrapper': wrapFile,
      'triptych.memo': undefined,
      ...this.extensions,
    }
    const keys: (string | undefined)[] = []
    const repeated: [number, string][] = []
    const names: string[] = []
    let hosts = 0
    for (let at = 0; at < fields.length; at += 2) {
      const key = environKey(fields[at]!)
      if (key === 'HTTP_HOST') hosts++
      const repeats = key !== undefined && Object.hasOwn(template, key)
      if (repeats) repeated.push([at / 2, key])
      else if (key !== undefined) template[key] = ''
      keys.push(repeats ? undefined : key)
      names.push(fields[at]!, '')
    }
    return { names, template, keys, repeated, hosts }
  }
}

function wrapFile(file: FileLike, blockSize?: number): FileWrapper {
  return new FileWrapper(file, blockSize)
}

function sameNames(names: readonly string[], fields: readonly string[]): boolean {
  if (names.length !== fields.length) return false
  for (let at = 0; at < names.length; at += 2) if (names[at] !== fields[at]) return false
  return true
}
