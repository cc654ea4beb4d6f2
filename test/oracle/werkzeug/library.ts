/**
 * The Werkzeug side of the oracle: the bindings of its modules. Vectors of one module may be bound by several files.
 */
import { existsSync } from 'node:fs'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import { InMemoryInput } from '../input.ts'
import type { OracleLibrary } from '../run.ts'
import { isJson, toBase64, type Json } from '../values.ts'

/** The files by the name of the module whose vectors they bind. */
const FILES: [module: string, ...files: string[]][] = [
  ['datastructures', 'multidict', 'headers', 'header-values', 'accept', 'auth', 'ranges', 'file-storage'],
  ['exceptions', 'exceptions'],
  ['formparser', 'formparser'],
  ['http', 'http'],
  ['middleware', 'middleware'],
  ['multipart', 'multipart'],
  ['sansio.http', 'sansio-http'],
  ['sansio.utils', 'sansio-utils'],
  ['security', 'security'],
  ['urls', 'urls'],
  ['utils', 'utils', 'send-file'],
  ['wrappers', 'request', 'response'],
  ['wsgi', 'wsgi'],
]

const load = async (file: string): Promise<Bindings> => {
  const url = new URL(`./${file}.ts`, import.meta.url)
  if (!existsSync(url)) return {}
  try {
    return ((await import(url.href)) as { bindings: Bindings }).bindings
  } catch (error) {
    console.error(`oracle: the bindings of ${file} do not load: ${String(error)}`)
    return {}
  }
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
    ...Object.fromEntries(
      await Promise.all(
        FILES.map(
          async ([module, ...files]) => [module, merged(module, await Promise.all(files.map(load)))] as const,
        ),
      ),
    ),
    common,
  },
}
