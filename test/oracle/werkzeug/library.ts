/**
 * The Werkzeug side of the oracle: the bindings of its modules. Vectors of one module may be bound by several files.
 */
import type { Bindings, Deviation, Vector } from '../engine.ts'
import { InMemoryInput } from '../input.ts'
import type { OracleLibrary } from '../run.ts'
import { isJson, toBase64, type Json } from '../values.ts'
import { bindings as accept } from './accept.ts'
import { bindings as auth } from './auth.ts'
import { bindings as exceptions } from './exceptions.ts'
import { bindings as fileStorage } from './file-storage.ts'
import { bindings as formparser } from './formparser.ts'
import { bindings as headerValues } from './header-values.ts'
import { bindings as headers } from './headers.ts'
import { bindings as http } from './http.ts'
import { bindings as middleware } from './middleware.ts'
import { bindings as multidict } from './multidict.ts'
import { bindings as multipart } from './multipart.ts'
import { bindings as ranges } from './ranges.ts'
import { bindings as request } from './request.ts'
import { bindings as response } from './response.ts'
import { bindings as routing } from './routing.ts'
import { bindings as sansioHttp } from './sansio-http.ts'
import { bindings as sansioUtils } from './sansio-utils.ts'
import { bindings as security } from './security.ts'
import { bindings as sendFile } from './send-file.ts'
import { bindings as testClient } from './test-client.ts'
import { bindings as urls } from './urls.ts'
import { bindings as utils } from './utils.ts'
import { bindings as wsgi } from './wsgi.ts'

/** By the name of the module whose vectors they bind. */
const MODULES: Record<string, readonly Bindings[]> = {
  datastructures: [multidict, headers, headerValues, accept, auth, ranges, fileStorage],
  exceptions: [exceptions],
  formparser: [formparser],
  http: [http],
  middleware: [middleware],
  multipart: [multipart],
  routing: [routing],
  'sansio.http': [sansioHttp],
  'sansio.utils': [sansioUtils],
  security: [security],
  test: [testClient],
  urls: [urls],
  utils: [utils, sendFile],
  wrappers: [request, response],
  wsgi: [wsgi],
}

/** Several files' bindings as one. Their rules are about the vectors of their module. */
function merged(module: string, all: readonly Bindings[]): Bindings {
  const plays = all.flatMap(({ play }) => play ?? [])
  return {
    calls: Object.assign({}, ...all.map(({ calls }) => calls)),
    create: Object.assign({}, ...all.map(({ create }) => create)),
    build: Object.assign({}, ...all.map(({ build }) => build)),
    steps: all.flatMap(({ steps }) => steps ?? []),
    deviations: all
      .flatMap(({ deviations }) => deviations ?? [])
      .map((rule) => ({
        ...rule,
        applies: (vector) => vector.id.startsWith(`${module}.`) && rule.applies(vector),
      })),
    fresh: all.flatMap(({ fresh }) => fresh ?? []),
    async describe(value, encode) {
      for (const { describe } of all) {
        const described = await describe?.(value, encode)
        if (described !== undefined) return described
      }
      return undefined
    },
    play(vector, context) {
      for (const play of plays) {
        const answer = play(vector, context)
        if (answer) return answer
      }
      return undefined
    },
  }
}

const common: Bindings = {
  describe: (value) =>
    value instanceof InMemoryInput ? value.read().then((rest) => ({ $stream: toBase64(rest) })) : undefined,
}

const ANSWERS = ['result', 'expect', 'get', 'final', 'wire', 'updates']

/** The answers of a vector with some values replaced. */
function replaced(vector: Vector, change: (value: Json) => unknown): Vector {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (!isJson(value)) return value
    const changed = change(value)
    if (changed !== undefined) return changed
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]))
  }
  const answers = ANSWERS.filter((key) => key in vector).map((key) => [key, walk(vector[key])] as const)
  return { ...vector, ...Object.fromEntries(answers) }
}
const says = (vector: Vector, text: string): boolean =>
  ANSWERS.some((key) => JSON.stringify(vector[key] ?? null).includes(text))

const deviations: Deviation[] = [
  {
    name: 'big-integers-are-numbers',
    reason: 'An integer beyond 2^53 is the nearest number: JavaScript counts bytes and seconds in numbers.',
    applies: (vector) => says(vector, '"$int"'),
    expected: (vector) => replaced(vector, (value) => ('$int' in value ? Number(value['$int']) : undefined)),
  },
  {
    name: 'etag-empty-is-empty',
    reason:
      'The entity tag `""` is empty (RFC 9110 section 8.8.3); the original makes None of it (FORMAT.md, etag-empty-is-null).',
    applies: (vector) => says(vector, '"$obj":"ETags"') && says(vector, '[null'),
    expected: (vector) =>
      replaced(vector, (value) => {
        if (value['$obj'] !== 'ETags') return undefined
        const empty = (tags: unknown): unknown[] => (tags as unknown[]).map((tag) => tag ?? '')
        return { ...value, strong: empty(value['strong']), weak: empty(value['weak']) }
      }),
  },
]

/** Werkzeug's replayer. */
export const werkzeug: OracleLibrary = {
  environArguments: true,
  selfIsNothing: true,
  deviations,
  modules: {
    ...Object.fromEntries(Object.entries(MODULES).map(([module, all]) => [module, merged(module, all)])),
    common,
  },
}
