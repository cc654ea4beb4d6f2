import { Authorization, WWWAuthenticate } from '@triptych/werkzeug/datastructures'
import type { AuthParameters } from '@triptych/werkzeug/datastructures'
import { without, type Bindings, type Deviation, type Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

type Init = [type: string, parameters?: AuthParameters | null, token?: string | null]
interface Kwargs {
  authType?: string
  data?: AuthParameters | null
  values?: AuthParameters | null
  token?: string | null
}
interface Spec {
  type: string
  parameters: [string, string | null][]
  token: string | null
}
const attribute = (auth: Authorization | WWWAuthenticate, name: string): unknown => auth.get(name)

const PLAIN = ['type', 'token', 'parameters']
const TOKEN = /^[\w!#$%&'*+\-.^`|~]+$/
const pairsOf = (value: unknown): [string, unknown][] => {
  if (isJson(value) && Array.isArray(value['$dict'])) return value['$dict'] as [string, unknown][]
  return isJson(value) ? Object.entries(value) : []
}
const written = (value: unknown, quoted: boolean): string => {
  const text = String(value)
  return !quoted && TOKEN.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
const titled = (text: string): string =>
  text.toLowerCase().replaceAll(/(?<![a-z])[a-z]/g, (first) => first.toUpperCase())

/** What a challenge is after some steps, and how it is written: a model of what the rule asks for. */
class Challenge {
  type: string
  token: string | null
  parameters: Map<string, unknown>

  constructor(vector: Vector) {
    const [type, values, token] = vector['args'] as [string, unknown?, (string | null)?]
    const kwargs = (vector['kwargs'] ?? {}) as Json
    this.type = type.toLowerCase()
    this.parameters = new Map(pairsOf(kwargs['values'] ?? values))
    this.token = (kwargs['token'] ?? token ?? null) as string | null
  }

  step([kind, name, value]: unknown[]): unknown {
    const key = String(name)
    switch (kind) {
      case 'set':
        if (key === 'type') this.type = value as string
        else if (key === 'token') this.token = value as string | null
        else if (key === 'parameters') this.parameters = new Map(pairsOf(value))
        else this.put(key, value)
        return null
      case 'setitem':
        this.put(key, value)
        return null
      case 'delitem':
      case 'del':
        this.parameters.delete(key)
        return null
      case 'contains':
        return this.parameters.has(key)
      case 'get':
        return key === 'type' ? this.type : key === 'token' ? this.token : (this.parameters.get(key) ?? null)
      case 'getitem':
        return this.parameters.get(key) ?? null
      default:
        return this.toHeader()
    }
  }

  put(key: string, value: unknown): void {
    if (value === null) this.parameters.delete(key)
    else this.parameters.set(key, value)
  }

  toHeader(): string {
    const scheme = titled(this.type)
    if (this.token !== null) return `${scheme} ${this.token}`
    if (this.parameters.size === 0) return scheme
    const isDigest = this.type === 'digest'
    const parts = [...this.parameters].map(([key, value]) => {
      const isQuoted = isDigest && ['realm', 'domain', 'nonce', 'opaque', 'qop'].includes(key)
      return value === null && !isDigest ? key : `${key}=${written(value, isQuoted)}`
    })
    return `${scheme} ${parts.join(', ')}`
  }
}

const deviations: Deviation[] = [
  {
    name: 'www-authenticate-can-be-set',
    reason:
      'Assigning type, token or parameters sets them; the attribute magic of the original makes parameters of that name of them (research, datastructures).',
    applies: (vector) =>
      vector['new'] === 'WWWAuthenticate' &&
      ((vector['do'] ?? []) as unknown[][]).some(
        ([kind, name]) => kind === 'set' && PLAIN.includes(String(name)),
      ),
    expected(vector) {
      const challenge = new Challenge(vector)
      const expect = (vector['do'] as unknown[][]).map((step) => ({ value: challenge.step(step) }))
      const { type, parameters, token } = challenge
      return {
        ...vector,
        expect,
        final: { $obj: 'WWWAuthenticate', type, parameters: [...parameters], token },
      }
    },
  },
  {
    name: 'credentials-never-crash',
    reason:
      'Basic credentials that are no ASCII are none; the original fails on them with a ValueError, a 500.',
    applies: (vector) =>
      vector['call'] === 'datastructures.Authorization.from_header' &&
      vector['raises'] === 'ValueError' &&
      /^basic /i.test(String((vector['args'] as unknown[])[0])) &&
      /[^\0-\x7f]/.test(String((vector['args'] as unknown[])[0])),
    expected: (vector) => ({ ...without(vector, 'raises'), result: null }),
  },
]

export const bindings: Bindings = {
  deviations,
  calls: {
    'Authorization.from_header': ([value]: [string | null]) => Authorization.fromHeader(value),
    'WWWAuthenticate.from_header': ([value]: [string | null]) => WWWAuthenticate.fromHeader(value),
  },
  create: {
    Authorization: ([type, data, token]: Init, kwargs: Kwargs) =>
      new Authorization(kwargs.authType ?? type, kwargs.data ?? data, kwargs.token ?? token ?? null),
    WWWAuthenticate: ([type, values, token]: Init, kwargs: Kwargs) =>
      new WWWAuthenticate(kwargs.authType ?? type, kwargs.values ?? values, kwargs.token ?? token ?? null),
  },
  steps: [
    {
      of: Authorization,
      getOther: attribute,
      getitem: (auth: Authorization, name: string) => auth.get(name),
      bool: () => true,
      call: {
        get: (auth: Authorization, [name, fallback = null]: [string, (string | null)?]) =>
          auth.has(name) ? auth.get(name) : fallback,
      },
    },
    {
      of: WWWAuthenticate,
      getOther: attribute,
      // In Python every attribute is a parameter when it is set.
      setOther: (auth: WWWAuthenticate, name: string, value: unknown) =>
        auth.set(name, value as string | null),
      getitem: (auth: WWWAuthenticate, name: string) => auth.get(name),
      delitem: (auth: WWWAuthenticate, name: string) => void auth.delete(name),
      bool: () => true,
      call: {
        get: (auth: WWWAuthenticate, [name, fallback = null]: [string, (string | null)?]) =>
          auth.has(name) ? auth.get(name) : fallback,
      },
    },
  ],
  describe(value) {
    if (!(value instanceof Authorization || value instanceof WWWAuthenticate)) return undefined
    const { type, parameters, token } = value
    return { $obj: value.constructor.name, type, parameters: [...parameters], token }
  },
  build: {
    Authorization: ({ type, parameters, token }: Spec) => new Authorization(type, new Map(parameters), token),
    WWWAuthenticate: ({ type, parameters, token }: Spec) =>
      new WWWAuthenticate(type, new Map(parameters), token),
  },
}
