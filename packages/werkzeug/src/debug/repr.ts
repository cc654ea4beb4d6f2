import { inspect, types } from 'node:util'
import { escapeHtml } from '../escape-html.ts'
import { classNameOf, dataProperty } from './describe-thrown.ts'

/** How much of a value is shown. */
export interface ReprLimits {
  /** Levels of objects in objects. Default: 5. */
  readonly depth?: number
  /** Characters of a text, of which 70 are shown at once. Default: 10,000. */
  readonly text?: number
  /** Elements of a collection, of which 8 are shown at once. Default: 100. */
  readonly items?: number
  /** Values in all. Default: 2,000. */
  readonly values?: number
}

const SHOWN_TEXT = 70
const SHOWN_ITEMS = 8
const SHOWN_PAIRS = 5

/**
 * Values as HTML, for people who look for a fault. Nothing of a value is run: getters are named, proxies left alone. What is
 * long is folded, in `<span class="extended">`, and what is too long or too deep is cut.
 * Python: `werkzeug.debug.repr.DebugReprGenerator`.
 *
 * @example
 * const html = new DebugReprGenerator().repr({ id: 1, get total() { throw new Error('never run') } })
 * assert.match(html, /<span class="key">id<\/span>: <span class="value"><span class="number">1<\/span>/)
 * assert.match(html, /\[Getter\]/)
 */
export class DebugReprGenerator {
  readonly #limits: Required<ReprLimits>
  readonly #stack: object[] = []
  #left: number

  constructor(limits: ReprLimits = {}) {
    const { depth = 5, text = 10_000, items = 100, values = 2000 } = limits
    this.#limits = { depth, text, items, values }
    this.#left = values
  }

  /** Any value. */
  repr(value: unknown): string {
    if (--this.#left < 0) return '…'
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
      return this.dispatchRepr(value, false)
    }
    const recursive = this.#stack.includes(value)
    this.#stack.push(value)
    try {
      return this.dispatchRepr(value, recursive)
    } catch (error) {
      return this.fallbackRepr(error)
    } finally {
      this.#stack.pop()
    }
  }

  /** A value by its kind; `recursive` when it stands in itself. */
  dispatchRepr(value: unknown, recursive: boolean): string {
    if (typeof value === 'string') return this.stringRepr(value)
    if (typeof value === 'number' || typeof value === 'bigint') {
      return span('number', Object.is(value, -0) ? '-0' : `${value}${typeof value === 'bigint' ? 'n' : ''}`)
    }
    if (typeof value === 'symbol') return span('object', String(value))
    if (value === null || value === undefined || typeof value === 'boolean') {
      return span('object', String(value))
    }
    if (typeof value !== 'object' && typeof value !== 'function') return ''
    if (types.isProxy(value)) return span('object', '[Proxy]')
    if (Array.isArray(value)) return this.listRepr(value, recursive)
    if (types.isMap(value)) return this.dictRepr(value, recursive)
    if (types.isSet(value)) return this.setRepr(value, recursive)
    if (types.isRegExp(value)) return this.regexRepr(value)
    if (typeof value === 'function') return span('object', functionText(value))
    if (types.isNativeError(value)) return span('object', errorText(value))
    if (isOpaque(value)) return span('object', opaqueText(value))
    return this.objectRepr(value, recursive)
  }

  /** An array; what is beyond the first elements is folded. */
  listRepr(list: readonly unknown[], recursive: boolean): string {
    const name = classNameOf(list)
    const title = name === 'Array' ? '' : `${span('module', `${name}(${list.length})`)} `
    if (recursive || this.#isTooDeep()) return `${title}[…]`
    return `${title}[${this.#fold(list.length, SHOWN_ITEMS, (at) => this.#element(list, at))}]`
  }

  /** A set, as its elements. */
  setRepr(set: ReadonlySet<unknown>, recursive: boolean): string {
    const title = `${span('module', `${classNameOf(set)}(${sizeOf(set)})`)} `
    if (recursive || this.#isTooDeep()) return `${title}{…}`
    const items = this.#take(Set.prototype.values.call(set))
    return `${title}{${this.#fold(sizeOf(set), SHOWN_ITEMS, (at) => this.repr(items[at]))}}`
  }

  /** A map, as its pairs. */
  dictRepr(map: ReadonlyMap<unknown, unknown>, recursive: boolean): string {
    const title = `${span('module', `${classNameOf(map)}(${sizeOf(map)})`)} `
    if (recursive || this.#isTooDeep()) return `${title}{…}`
    const pairs = this.#take(Map.prototype.entries.call(map)) as [unknown, unknown][]
    const pair = (at: number): string => {
      const [key, value] = pairs[at]!
      return pairHtml(this.repr(key), this.repr(value), ' =&gt; ')
    }
    return `${title}{${this.#fold(sizeOf(map), SHOWN_PAIRS, pair)}}`
  }

  /** A regular expression, as it is written. */
  regexRepr(regex: RegExp): string {
    return `<span class="string regex">${escapeHtml(RegExp.prototype.toString.call(plainRegex(regex)))}</span>`
  }

  /** A text in quotes; what is beyond its first `limit` characters is folded. */
  stringRepr(text: string, limit: number = SHOWN_TEXT): string {
    const most = this.#limits.text
    const cut = text.length > most
    const quoted = quote(cut ? text.slice(0, most) : text)
    const rest = cut ? escapeHtml(` … ${text.length - most} more characters`) : ''
    // No fold for the sake of two characters.
    if (quoted.length - limit <= 2) return `<span class="string">${escapeHtml(quoted)}${rest}</span>`
    const [head, tail] = [quoted.slice(0, limit), quoted.slice(limit)].map(escapeHtml)
    return `<span class="string">${head}<span class="extended">${tail}${rest}</span></span>`
  }

  /** An object by its own properties. */
  objectRepr(value: object, recursive: boolean): string {
    const name = classNameOf(value)
    const title = name === 'Object' ? '' : `${span('module', name === 'null prototype' ? '[null]' : name)} `
    if (recursive || this.#isTooDeep()) return `${title}{…}`
    const keys = Reflect.ownKeys(value).filter(
      (key) => Object.getOwnPropertyDescriptor(value, key)?.enumerable,
    )
    if (keys.length === 0) return `${title}{}`
    const pair = (at: number): string =>
      pairHtml(escapeHtml(keyText(keys[at]!)), this.propertyRepr(value, keys[at]!), ': ')
    return `${title}{ ${this.#fold(keys.length, SHOWN_PAIRS, pair)} }`
  }

  /** A property of an object: its value, or that it is a getter. */
  propertyRepr(owner: object, key: PropertyKey): string {
    const found = Object.getOwnPropertyDescriptor(owner, key)
    if (!found) return span('object', 'undefined')
    if ('value' in found) return this.repr(found.value)
    return span('help', found.get ? (found.set ? '[Getter/Setter]' : '[Getter]') : '[Setter]')
  }

  /** What stands in place of a value that cannot be shown. */
  fallbackRepr(error: unknown): string {
    const text = types.isNativeError(error) ? errorText(error) : 'unknown'
    return `<span class="brokenrepr">&lt;broken repr (${escapeHtml(text)})&gt;</span>`
  }

  /** An object with all of its properties and those of its classes, as a table. */
  dumpObject(value: unknown): string {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
      return this.renderObjectDump([], `Details for ${typeof value}`, this.repr(value))
    }
    if (types.isProxy(value)) return this.renderObjectDump([], 'Details for a Proxy', this.repr(value))
    const items: [string, string][] = []
    const seen = new Set<PropertyKey>(['constructor', '__proto__'])
    let owner: object | null = value
    for (let steps = 0; owner !== null && owner !== Object.prototype && steps < 20; steps++) {
      if (types.isProxy(owner)) break
      for (const key of Reflect.ownKeys(owner)) {
        if (seen.has(key) || items.length >= 500) continue
        seen.add(key)
        items.push([keyText(key), this.propertyRepr(owner, key)])
      }
      if (owner === Array.prototype || owner === Function.prototype) break
      owner = Object.getPrototypeOf(owner) as object | null
    }
    const name = classNameOf(value)
    const isPlain = name === 'Object' || name === 'null prototype'
    return isPlain
      ? this.renderObjectDump(
          items,
          `Contents of ${name === 'Object' ? 'an object' : 'an object without prototype'}`,
        )
      : this.renderObjectDump(items, `Details for ${name}`, this.repr(value))
  }

  /** Variables as a table. */
  dumpLocals(
    variables: Readonly<Record<string, unknown>>,
    title: string = 'Local variables in frame',
  ): string {
    const items = Object.keys(variables).map((name): [string, string] => [
      name,
      this.propertyRepr(variables, name),
    ])
    return this.renderObjectDump(items, title)
  }

  /** A table of names and of values that are HTML already. */
  renderObjectDump(items: readonly (readonly [string, string])[], title: string, repr: string = ''): string {
    const rows = items.map(([name, html]) => `<tr><th scope="row">${escapeHtml(name)}<td>${html}`)
    const head = repr === '' ? '' : `<div class="repr">${repr}</div>`
    const none = items.length === 0 && repr === '' ? '<tr><td><em>Nothing</em>' : ''
    return `<div class="box"><h3>${escapeHtml(title)}</h3>${head}<table>${rows.join('')}${none}</table></div>`
  }

  #isTooDeep(): boolean {
    return this.#stack.length > this.#limits.depth
  }

  #take(items: Iterable<unknown>): unknown[] {
    const taken: unknown[] = []
    for (const item of items) {
      if (taken.length >= this.#limits.items) break
      taken.push(item)
    }
    return taken
  }

  #element(list: readonly unknown[], at: number): string {
    return at in list ? this.propertyRepr(list, String(at)) : span('help', 'empty')
  }

  #fold(length: number, shown: number, item: (at: number) => string): string {
    const most = Math.min(length, this.#limits.items)
    let html = ''
    for (let at = 0; at < most; at++) {
      if (at > 0) html += ', '
      if (at === shown) html += '<span class="extended">'
      html += item(at)
    }
    if (length > most) html += `${most > shown ? '' : '<span class="extended">'}, … ${length - most} more`
    return length > shown ? `${html}</span>` : html
  }
}

/**
 * A value as HTML. Python: `werkzeug.debug.repr.debug_repr`.
 *
 * @example
 * assert.equal(debugRepr([1, 2]), '[<span class="number">1</span>, <span class="number">2</span>]')
 */
export function debugRepr(value: unknown, limits?: ReprLimits): string {
  return new DebugReprGenerator(limits).repr(value)
}

/**
 * All that is known of a value as HTML; a console has it as `dump(value)`, which writes it there. Python:
 * `werkzeug.debug.repr.dump`.
 *
 * @example
 * assert.match(dump({ x: 42 }), /<th scope="row">x<td><span class="number">42<\/span>/)
 */
export function dump(value: unknown): string {
  return new DebugReprGenerator().dumpObject(value)
}

const span = (kind: string, text: string): string => `<span class="${kind}">${escapeHtml(text)}</span>`

const pairHtml = (key: string, value: string, between: string): string =>
  `<span class="pair"><span class="key">${key}</span>${between}<span class="value">${value}</span></span>`

const keyText = (key: PropertyKey): string => {
  if (typeof key === 'symbol') return `[${String(key)}]`
  const text = String(key)
  return /^[A-Za-z_$][\w$]*$|^\d+$/.test(text) ? text : quote(text)
}

/** In single quotes, with escapes for what cannot be seen. */
function quote(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${json}'`
}

const getter = (owner: object, name: string): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(owner, name)!
const MAP_SIZE = getter(Map.prototype, 'size')
const SET_SIZE = getter(Set.prototype, 'size')
const SOURCE = getter(RegExp.prototype, 'source')

const sizeOf = (collection: ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>): number =>
  (types.isMap(collection) ? MAP_SIZE : SET_SIZE).get!.call(collection) as number

function functionText(value: object): string {
  const name = dataProperty(value, 'name')?.value
  const isClass = Function.prototype.toString.call(value).startsWith('class')
  const kind = isClass ? 'class' : types.isAsyncFunction(value) ? 'async function' : 'function'
  return `${kind} ${typeof name === 'string' && name !== '' ? name : '(anonymous)'}`
}

function errorText(error: Error): string {
  const message = dataProperty(error, 'message')?.value
  return typeof message === 'string' && message !== ''
    ? `${classNameOf(error)}: ${message}`
    : classNameOf(error)
}

/** A pattern whose own properties cannot lie. */
const plainRegex = (regex: RegExp): RegExp => {
  const source = SOURCE.get!.call(regex) as string
  const flags = inspect(regex, { customInspect: false }).replace(/^[^]*\//, '')
  return new RegExp(source, /^[a-z]*$/.test(flags) ? flags : '')
}

const isOpaque = (value: object): boolean =>
  types.isDate(value) ||
  types.isPromise(value) ||
  types.isAnyArrayBuffer(value) ||
  ArrayBuffer.isView(value) ||
  types.isWeakMap(value) ||
  types.isWeakSet(value) ||
  types.isBoxedPrimitive(value) ||
  types.isGeneratorObject(value) ||
  types.isModuleNamespaceObject(value) ||
  isPlainUrl(value)

const isPlainUrl = (value: object): value is URL =>
  value instanceof URL && Object.getPrototypeOf(value) === URL.prototype && !Object.hasOwn(value, 'href')

/** What holds no properties worth a look, in Node's words; nothing of the value is run. */
function opaqueText(value: object): string {
  if (isPlainUrl(value)) return `URL ${value.href}`
  const text = inspect(value, {
    depth: 1,
    customInspect: false,
    getters: false,
    maxArrayLength: 32,
    maxStringLength: 200,
    breakLength: Infinity,
  })
  // Node 20 writes its own notes on promises.
  const notes = types.isPromise(value) ? text.search(/,? *\[(?:Symbol\()?async_id_symbol/) : -1
  return notes === -1 ? text : `${text.slice(0, notes)} }`
}
