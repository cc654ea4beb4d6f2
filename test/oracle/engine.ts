/**
 * Plays a recorded vector against a library: builds the same object from the same input, performs the same steps and
 * gives the answer in the vector's own form. What a class needs beyond the defaults is said by its module's bindings.
 */
import type { ApplicationLike, Body, Environ, HeaderPair } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { InMemoryInput } from './input.ts'
import { classNames } from './compare.ts'
import {
  decode,
  encode,
  toBase64,
  type Builders,
  type Describe,
  type Json,
  isJson,
  Unbound,
} from './values.ts'

/** One line of a vector file. */
export interface Vector extends Json {
  id: string
}

/** What a vector leaves behind: folders to remove, and so on. */
export interface Context {
  cleanup(task: () => void | Promise<void>): void
  /** What applications that are data are made with. */
  workshop: { builders: Builders; player: Player }
  /** The JSON form of a value -> the value, as for arguments. */
  decode(value: unknown): unknown
  /** A whole environ from the recorded one, with `wsgi.input` over the bytes. */
  environ(recorded: Json, body?: Uint8Array): Environ
}

type Kwargs = Record<string, unknown>
type Step = readonly [string, ...unknown[]]

/** How objects of a class differ from the defaults of a step. The object comes first, then the step's own values. */
export interface StepRules {
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- any class will do
  of: Function
  get?: Record<string, (object: never) => unknown>
  set?: Record<string, (object: never, value: never) => unknown>
  del?: Record<string, (object: never) => unknown>
  /** For attributes that the object does not have: those that a program keeps with it. */
  getOther?: (object: never, name: string) => unknown
  setOther?: (object: never, name: string, value: unknown) => unknown
  call?: Record<string, (object: never, args: never, kwargs: never) => unknown>
  getitem?: (object: never, key: never) => unknown
  setitem?: (object: never, key: never, value: never) => unknown
  delitem?: (object: never, key: never) => unknown
  contains?: (object: never, value: never) => unknown
  len?: (object: never) => unknown
  bool?: (object: never) => unknown
  str?: (object: never) => unknown
  iter?: (object: never) => unknown
  items?: (object: never) => unknown
  keys?: (object: never) => unknown
  values?: (object: never) => unknown
  dict?: (object: never) => unknown
  add?: (object: never, value: never) => unknown
  radd?: (object: never, value: never) => unknown
  eq?: (object: never, value: never) => unknown
}

/** A vector without some of its parts: most rules replace what was recorded. */
export const without = (vector: Vector, ...keys: string[]): Vector =>
  Object.fromEntries(Object.entries(vector).filter(([key]) => !keys.includes(key))) as Vector

/** A documented difference from the original. `expected` never calls the code under test. */
export interface Deviation {
  name: string
  reason: string
  applies(vector: Vector): boolean
  /** The whole vector as it is to be answered instead. */
  expected(vector: Vector): Vector
}

/** How the vectors of one module reach our code. */
export interface Bindings {
  /** By the part of `call` behind the module. */
  calls?: Record<string, (args: never, kwargs: never) => unknown>
  /** By `new` or `exc`. */
  create?: Record<string, (args: never, kwargs: never, vector: Vector, context: Context) => unknown>
  /** For names that are too many to list. */
  createOther?: (name: string) => ((args: never, kwargs: never) => unknown) | undefined
  /** Applications that are data (`$app`). */
  buildApp?: (app: Json, workshop: { builders: Builders; player: Player }) => unknown
  steps?: readonly StepRules[]
  describe?: Describe
  build?: Builders
  deviations?: readonly Deviation[]
  /** Changes what came over the wire before it is compared (a masked folder). */
  wire?: (wire: Json, vector: Vector) => Json
}

/** A library: the bindings of its modules by their Python names. */
export interface Library {
  modules: Record<string, Bindings>
  /** Deviations that belong to no module. */
  deviations?: readonly Deviation[]
}

/** `set_cookie` -> `setCookie`; names of one upper-case word stay. */
export const camelCase = (name: string): string =>
  name.replace(/(?<=[a-zA-Z0-9])_([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())

const camelKeys = (kwargs: Kwargs): Kwargs =>
  Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [camelCase(key), value]))

const IMPLIED = [
  'wsgi.version',
  'wsgi.input',
  'wsgi.errors',
  'wsgi.multithread',
  'wsgi.multiprocess',
  'wsgi.run_once',
]
const nothing = (): void => undefined

/** A whole environ from a recorded one: numbers as text, the implied keys added. */
function fullEnviron(recorded: Json, body: Uint8Array = new Uint8Array()): Environ {
  const environ: Json = {}
  for (const [key, value] of Object.entries(recorded))
    environ[key] = typeof value === 'number' ? String(value) : value
  return Object.assign(environ, {
    'wsgi.version': [1, 0],
    'wsgi.input': new InMemoryInput(body),
    'wsgi.errors': { write: nothing, writelines: nothing, flush: nothing },
    'wsgi.multithread': false,
    'wsgi.multiprocess': false,
    'wsgi.run_once': false,
  }) as unknown as Environ
}

const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value))

/** Plays vectors against one library. */
export class Player {
  readonly #library: Library
  readonly #builders: Builders
  readonly #steps: readonly StepRules[]
  readonly #describers: Describe[]

  constructor(library: Library) {
    this.#library = library
    const all = Object.values(library.modules)
    this.#builders = Object.assign({}, ...all.map((bindings) => bindings.build ?? {}))
    const buildApp = all.find((bindings) => bindings.buildApp)?.buildApp
    if (buildApp) {
      this.#builders['$app'] = (app: Json) => buildApp(app, { builders: this.#builders, player: this })
    }
    this.#steps = all.flatMap((bindings) => bindings.steps ?? [])
    this.#describers = all.flatMap((bindings) => bindings.describe ?? [])
  }

  /** The answer to a vector, with the keys that the vector has. */
  async play(vector: Vector): Promise<Json> {
    const tasks: (() => void | Promise<void>)[] = []
    const context: Context = {
      cleanup: (task) => void tasks.push(task),
      workshop: { builders: this.#builders, player: this },
      decode: (value) => decode(value, this.#builders),
      environ: fullEnviron,
    }
    try {
      return await this.#answer(vector, context)
    } finally {
      for (const task of tasks.toReversed()) await task()
    }
  }

  async #answer(vector: Vector, context: Context): Promise<Json> {
    const module = vector.id.slice(0, vector.id.indexOf('.'))
    const bindings = this.#library.modules[module]
    if (!bindings) throw new Unbound(`No bindings for the module ${module}`)
    const args = this.#decode(vector['args'] ?? []) as unknown[]
    const kwargs = camelKeys(this.#decode(vector['kwargs'] ?? {}) as Kwargs)
    const call = vector['call'] as string | undefined
    if (call !== undefined) {
      const [owner, ...rest] = call.split('.')
      const run = this.#library.modules[owner as string]?.calls?.[rest.join('.')]
      if (!run) throw new Unbound(`No binding for ${call}`)
      return this.#outcome('result', () => run(args as never, kwargs as never))
    }
    const name = (vector['new'] ?? vector['exc']) as string
    const create = bindings.create?.[name] ?? this.#otherModule(name)
    if (!create) throw new Unbound(`No binding creates ${name}`)
    let object: unknown
    try {
      object = await (create as (...all: unknown[]) => unknown)(args, kwargs, vector, context)
    } catch (error) {
      if (error instanceof Unbound) throw error
      return { raises: thrown(error) }
    }
    return this.#perform(object, vector, bindings, context)
  }

  #otherModule(name: string): ((...all: never[]) => unknown) | undefined {
    for (const other of Object.values(this.#library.modules)) {
      const create = other.create?.[name] ?? other.createOther?.(name)
      if (create) return create
    }
    return undefined
  }

  async #perform(object: unknown, vector: Vector, bindings: Bindings, context: Context): Promise<Json> {
    const answer: Json = {}
    if (vector['do']) {
      const results: Json[] = []
      for (const step of vector['do'] as Step[])
        results.push(await this.#outcome('value', () => this.step(object, step)))
      answer['results'] = results.map((result) => ('raises' in result ? result['raises'] : result))
    }
    if (isJson(vector['get'])) {
      const got: Json = {}
      for (const path of Object.keys(vector['get'])) {
        const result = await this.#outcome('value', async () => {
          let value: unknown = object
          for (const attribute of path.split('.')) value = await this.#get(value, attribute)
          return value
        })
        got[path] = 'raises' in result ? result['raises'] : result['value']
      }
      answer['get'] = got
    }
    if (vector['environ_after']) {
      answer['environ_after'] = await this.#environAfter((object as { environ: Environ }).environ)
    }
    if (vector['wire']) {
      const body = vector['body'] ? (this.#decode(vector['body']) as Uint8Array) : undefined
      const environ = context.environ((vector['environ'] ?? {}) as Json, body)
      const wire = await onTheWire(object as ApplicationLike, environ)
      answer['wire'] = bindings.wire && !('$thrown' in wire) ? bindings.wire(wire, vector) : wire
    }
    return answer
  }

  async #environAfter(environ: Environ): Promise<Json> {
    const after: Json = {}
    for (const [key, value] of Object.entries(environ)) {
      if (
        IMPLIED.includes(key) ||
        key.startsWith('webob._') ||
        key === 'webob.is_body_seekable' ||
        key === 'triptych.memo'
      )
        continue
      const text = await this.#encode(value)
      if (text !== null) after[key] = text
    }
    return after
  }

  /** Performs one step on an object and gives what came of it. */
  async step(object: unknown, step: Step): Promise<unknown> {
    const [kind, ...values] = step
    const rule = this.#rule(object, kind)
    switch (kind) {
      case 'on':
        return this.step(await this.#get(object, values[0] as string), values[1] as Step)
      case 'get':
        return this.#get(object, values[0] as string)
      case 'set':
        return this.#set(object, values[0] as string, this.#decode(values[1]))
      case 'del': {
        const remove = this.#named(object, 'del', values[0] as string)
        return remove ? remove(object as never) : this.#set(object, values[0] as string, null)
      }
      case 'call': {
        const args = this.#decode(values[1] ?? []) as unknown[]
        const kwargs = camelKeys(this.#decode(values[2] ?? {}) as Kwargs)
        return this.#call(object, values[0] as string, args, kwargs)
      }
      default: {
        const decoded = values.map((value) => this.#decode(value))
        if (rule) return (rule as (...all: unknown[]) => unknown)(object, ...decoded)
        const standard = STANDARD[kind]
        if (!standard) throw new Unbound(`No step ${kind}`)
        return (standard as (...all: unknown[]) => unknown)(object, ...decoded)
      }
    }
  }

  #rule(object: unknown, kind: string): unknown {
    return this.#steps.find((rules) => object instanceof rules.of && kind in rules)?.[kind as keyof StepRules]
  }

  #named(
    object: unknown,
    kind: 'get' | 'set' | 'del' | 'call',
    name: string,
  ): ((...all: never[]) => unknown) | undefined {
    for (const rules of this.#steps) {
      const rule = object instanceof rules.of ? rules[kind]?.[name] : undefined
      if (rule) return rule
    }
    return undefined
  }

  async #get(object: unknown, attribute: string): Promise<unknown> {
    const rule = this.#named(object, 'get', attribute)
    if (rule) return rule(object as never)
    const value = (object as Kwargs)[camelCase(attribute)]
    if (value === undefined && !(camelCase(attribute) in Object(object))) {
      const other = this.#rule(object, 'getOther') as StepRules['getOther']
      if (other) return other(object as never, attribute)
      throw new TypeError(`No attribute ${attribute}`)
    }
    return typeof value === 'function' && !isClass(value) ? await value.call(object) : value
  }

  #set(object: unknown, attribute: string, value: unknown): unknown {
    const rule = this.#named(object, 'set', attribute)
    if (rule) return rule(object as never, value as never)
    const name = camelCase(attribute)
    const setter = (object as Kwargs)[`set${name.charAt(0).toUpperCase()}${name.slice(1)}`]
    if (typeof setter === 'function') return void setter.call(object, value)
    const other =
      name in Object(object) ? undefined : (this.#rule(object, 'setOther') as StepRules['setOther'])
    if (other) return other(object as never, attribute, value)
    if (value === null && !(name in Object(object))) throw new TypeError(`No attribute ${attribute}`)
    ;(object as Kwargs)[name] = value
    return null
  }

  async #call(object: unknown, method: string, args: unknown[], kwargs: Kwargs): Promise<unknown> {
    const rule = this.#named(object, 'call', method)
    if (rule) return rule(object as never, args as never, kwargs as never)
    const run = (object as Kwargs)[camelCase(method)]
    if (typeof run !== 'function' && method in STANDARD) return this.step(object, [method, ...args])
    if (typeof run !== 'function') throw new TypeError(`No method ${method}`)
    return run.call(object, ...args, ...(Object.keys(kwargs).length > 0 ? [kwargs] : []))
  }

  async #outcome(key: string, run: () => unknown): Promise<Json> {
    try {
      return { [key]: await this.#encode(await run()) }
    } catch (error) {
      if (error instanceof Unbound) throw error
      return { raises: thrown(error) }
    }
  }

  #decode(value: unknown): unknown {
    return decode(value, this.#builders)
  }

  #encode(value: unknown): Promise<unknown> {
    return encode(value, async (object, part) => {
      for (const describe of this.#describers) {
        const described = await describe(object, part)
        if (described !== undefined) return described
      }
      return undefined
    })
  }
}

const thrown = (error: unknown): Json => ({
  $thrown: classNames(error),
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof Error && error.stack
    ? { at: error.stack.split('\n').slice(1, 3).join(' ').trim() }
    : {}),
})

interface MapLike {
  has(key: unknown): boolean
  get(key: unknown): unknown
  set(key: unknown, value: unknown): void
  delete(key: unknown): boolean
  entries(): Iterable<[unknown, unknown]>
  keys(): Iterable<unknown>
  values(): Iterable<unknown>
  size?: number
  length?: number
  truthy?: boolean
  equals?(other: unknown): boolean
  add(other: unknown): unknown
}

const missing = (key: unknown): Error =>
  Object.assign(new Error(`No such key: ${String(key)}`), { name: 'KeyError' })

const STANDARD: Record<string, (object: MapLike, a: never, b: never) => unknown> = {
  getitem(object, key) {
    if (!object.has(key)) throw missing(key)
    return object.get(key)
  },
  setitem: (object, key, value) => object.set(key, value),
  delitem(object, key) {
    if (!object.delete(key)) throw missing(key)
  },
  contains: (object, value) => object.has(value),
  len: (object) => object.size ?? object.length,
  bool: (object) =>
    typeof object === 'object' && object ? (object.truthy ?? (object.size ?? object.length) !== 0) : !!object,
  str: (object) => (object as { toString(): string }).toString(),
  iter: (object) => (Symbol.iterator in object ? [...(object as unknown as Iterable<unknown>)] : object),
  items: (object) => [...object.entries()],
  keys: (object) => [...object.keys()],
  values: (object) => [...object.values()],
  dict: (object) => Object.fromEntries(object.entries() as Iterable<[string, unknown]>),
  eq: (object, value) => (object.equals ? object.equals(value) : Object.is(object, value)),
  add: (object, value) => object.add(value),
}

/** Calls an application and gives `{ status, headers, body }`, or the error. The body is read and closed. */
export async function onTheWire(app: ApplicationLike, environ: Environ): Promise<Json> {
  let status = ''
  let headers: HeaderPair[] = []
  const blocks: Uint8Array[] = []
  try {
    const body: Body = await toApplication(app)(environ, (line, pairs) => {
      status = line
      headers = pairs
      return async (block) => void blocks.push(block)
    })
    try {
      for await (const block of body) blocks.push(block)
    } finally {
      await body.close?.()
    }
  } catch (error) {
    if (error instanceof Unbound) throw error
    return thrown(error)
  }
  return {
    status,
    headers: headers.map(([name, value]) => [name, value]),
    body: { $bytes: toBase64(Buffer.concat(blocks)) },
  }
}
