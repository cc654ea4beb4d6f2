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
  ByteStream,
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
  /** The JSON form of a value, as for results. */
  encode(value: unknown): Promise<unknown>
  /** To be given to objects that report their changes, where a vector counts them. */
  onUpdate(): void
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
  make_conditional?: (object: never, request: never, kwargs: never) => unknown
  or?: (object: never, value: never) => unknown
  ior?: (object: never, value: never) => unknown
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
  /** Both answers are right: the other one counts as passed, not as deviating. */
  widens?: boolean
}

/** How the vectors of one module reach our code. */
export interface Bindings {
  /** By the part of `call` behind the module. */
  calls?: Record<string, (args: never, kwargs: never, vector: never) => unknown>
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
  /** Whole vectors of a kind of their own: the answer by its keys, or nothing when the vector is an ordinary one. */
  play?: (vector: Vector, context: Context) => Promise<Json> | undefined
  /** Classes whose attributes (`get`) are each read from a fresh object. */
  fresh?: readonly string[]
  /** Changes what came over the wire before it is compared (a masked folder). */
  wire?: (wire: Json, vector: Vector) => Json
}

/** A library: the bindings of its modules by their Python names, of which one may be the beginning of another. */
export interface Library {
  modules: Record<string, Bindings>
  /** Whether maps among the arguments that have a REQUEST_METHOD are environs, to be made whole. */
  environArguments?: boolean
  /** Whether a method that gives the object itself was recorded as giving nothing. */
  selfIsNothing?: boolean
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

const bytesOf = (stream: unknown): Uint8Array =>
  stream instanceof ByteStream ? stream.bytes : new Uint8Array()

/** A whole environ from a recorded one: numbers as text, the implied keys added. */
function fullEnviron(recorded: Json, body: Uint8Array = bytesOf(recorded['wsgi.input'])): Environ {
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
    let updates = 0
    const context: Context = {
      cleanup: (task) => void tasks.push(task),
      workshop: { builders: this.#builders, player: this },
      decode: (value) => decode(value, this.#builders),
      environ: fullEnviron,
      encode: (value) => this.#encode(value),
      onUpdate: () => void updates++,
    }
    try {
      const answer = await this.#answer(vector, context)
      return vector['count_updates'] && !('raises' in answer) ? { ...answer, updates } : answer
    } finally {
      for (const task of tasks.toReversed()) await task()
    }
  }

  async #answer(vector: Vector, context: Context): Promise<Json> {
    const bindings = this.#module(vector.id)?.[1]
    if (!bindings) throw new Unbound(`No bindings for the module of ${vector.id}`)
    const special = bindings.play?.(vector, context)
    if (special) return special
    const args = this.#arguments(vector['args'] ?? []) as unknown[]
    const kwargs = camelKeys(this.#arguments(vector['kwargs'] ?? {}) as Kwargs)
    const call = vector['call'] as string | undefined
    if (call !== undefined) {
      const [owner = '', module] = this.#module(call) ?? []
      const run = module?.calls?.[call.slice(owner.length + 1)]
      if (!run) throw new Unbound(`No binding for ${call}`)
      const outcome = await this.#outcome('result', () =>
        run(args as never, kwargs as never, vector as never),
      )
      return vector['args_after'] ? { ...outcome, args_after: await this.#encode(args) } : outcome
    }
    const name = (vector['new'] ?? vector['exc']) as string
    const create = bindings.create?.[name] ?? this.#otherModule(name)
    if (!create) throw new Unbound(`No binding creates ${name}`)
    const make = async (): Promise<unknown> =>
      (create as (...all: unknown[]) => unknown)(args, kwargs, vector, context)
    let object: unknown
    try {
      object = await make()
    } catch (error) {
      if (error instanceof Unbound) throw error
      return { raises: thrown(error) }
    }
    const fresh = bindings.fresh?.includes(name) ? make : async (): Promise<unknown> => object
    return this.#perform(object, vector, bindings, context, fresh)
  }

  /** The module that a dotted name begins with, the longest such. */
  #module(name: string): [name: string, bindings: Bindings] | undefined {
    return Object.entries(this.#library.modules)
      .filter(([module]) => name.startsWith(`${module}.`))
      .toSorted(([a], [b]) => b.length - a.length)[0]
  }

  /** Arguments, positional or named. */
  #arguments(recorded: unknown): unknown {
    const values = this.#decode(recorded)
    if (!this.#library.environArguments) return values
    const whole = (value: unknown): unknown =>
      isJson(value) && 'REQUEST_METHOD' in value ? fullEnviron(value) : value
    if (Array.isArray(values)) return values.map(whole)
    return Object.fromEntries(Object.entries(values as Json).map(([key, value]) => [key, whole(value)]))
  }

  #otherModule(name: string): ((...all: never[]) => unknown) | undefined {
    for (const other of Object.values(this.#library.modules)) {
      const create = other.create?.[name] ?? other.createOther?.(name)
      if (create) return create
    }
    return undefined
  }

  async #perform(
    object: unknown,
    vector: Vector,
    bindings: Bindings,
    context: Context,
    fresh: () => Promise<unknown>,
  ): Promise<Json> {
    const answer: Json = {}
    if (vector['do']) {
      const results: Json[] = []
      for (const step of vector['do'] as Step[])
        results.push(
          await this.#outcome('value', async () => {
            const value = await this.step(object, step)
            return value === object && this.#library.selfIsNothing ? null : value
          }),
        )
      answer['results'] = results.map((result) => ('raises' in result ? result['raises'] : result))
    }
    if (isJson(vector['get'])) {
      const got: Json = {}
      for (const path of Object.keys(vector['get'])) {
        const result = await this.#outcome('value', async () => {
          let value: unknown = await fresh()
          for (const attribute of path.split('.')) value = await this.#get(value, attribute)
          return value
        })
        got[path] = 'raises' in result ? result['raises'] : result['value']
      }
      answer['get'] = got
    }
    if ('final' in vector) answer['final'] = await this.#encode(object)
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
      case 'make_conditional': {
        const { environ } = values[0] as { environ: Json }
        const request = fullEnviron(environ)
        const kwargs = camelKeys(this.#decode(values[1] ?? {}) as Kwargs)
        if (rule) return (rule as (...all: unknown[]) => unknown)(object, request, kwargs)
        return this.#call(object, 'make_conditional', [request], kwargs)
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

/** The JSON form of an error. */
export const thrown = (error: unknown): Json => ({
  $thrown: classNames(error),
  ...(error instanceof Error && 'code' in error && typeof error.code === 'number'
    ? { status: error.code }
    : {}),
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
  merged(other: unknown): unknown
  update(other: unknown): void
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
  or: (object, value) => object.merged(value),
  ior(object, value) {
    object.update(value)
  },
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
