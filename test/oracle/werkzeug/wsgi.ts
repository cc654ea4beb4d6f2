import type { Environ, InputStream } from '@triptych/raw'
import { Input } from '@triptych/raw/input'
import {
  getContentLength,
  getCurrentUrl,
  getHost,
  getInputStream,
  getPathInfo,
  LimitedStream,
} from '@triptych/werkzeug/wsgi'
import type { CurrentUrlOptions, InputStreamOptions, LimitedStreamOptions } from '@triptych/werkzeug/wsgi'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import { InMemoryInput } from '../input.ts'
import { ByteStream, isJson, toBase64 } from '../values.ts'
import type { Json } from '../values.ts'

type Trusted = string | string[] | null | undefined

const streamOf = (stream: unknown): InputStream =>
  stream instanceof ByteStream ? new InMemoryInput(stream.bytes) : (stream as InputStream)

const isStream = (value: unknown): value is InputStream =>
  value instanceof LimitedStream || value instanceof Input

const environOf = (vector: Vector): Json | undefined => {
  const [environ] = (vector['args'] ?? []) as unknown[]
  return isJson(environ) ? environ : undefined
}

/** What a percent-coded path reads: valid UTF-8 decoded, all else left. */
const readable = (path: string): string =>
  path.replaceAll(/[\x80-\xff]+/g, (bytes) => {
    const text = Buffer.from(bytes, 'latin1').toString('utf8')
    return text.includes('\ufffd')
      ? [...bytes].map((byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`).join('')
      : text
  })

const pathBytes: Deviation = {
  name: 'path-of-an-environ-is-bytes',
  reason:
    'wsgi.get_current_url quotes the latin-1 text of SCRIPT_NAME and PATH_INFO as if it were decoded, so that `/\xe9` reads `/\xc3\xa9`; they are bytes (PEP 3333), and the URL of Request decodes them.',
  applies: (vector) =>
    vector['call'] === 'wsgi.get_current_url' &&
    typeof vector['result'] === 'string' &&
    /[\x80-\xff]/.test(vector['result'].split('?')[0]!) &&
    /[\x80-\xff]/.test(
      `${environOf(vector)?.['SCRIPT_NAME'] as string}${environOf(vector)?.['PATH_INFO'] as string}`,
    ),
  expected(vector) {
    const [path = '', ...query] = (vector['result'] as string).split('?')
    return { ...vector, result: [readable(path), ...query].join('?') }
  },
}

const isMax = (vector: Vector): boolean => (vector['kwargs'] as Json)['is_max'] === true
const lengthOf = (vector: Vector): number =>
  Buffer.from(((vector['args'] as unknown[])[0] as Json)['$stream'] as string, 'base64').length

const readAll: Deviation = {
  name: 'maximum-is-enforced-by-read',
  reason:
    'Reading all of a stream that goes on behind a maximum gave what was below it, as if that were the whole body; the error comes with the first read now, not with the one after it.',
  applies: (vector) =>
    vector['new'] === 'LimitedStream' &&
    isMax(vector) &&
    lengthOf(vector) > ((vector['args'] as unknown[])[1] as number) &&
    (vector['do'] as [string, string?, unknown[]?][]).some(readsAll),
  expected(vector) {
    const steps = vector['do'] as [string, string?, unknown[]?][]
    const expect = vector['expect'] as Json[]
    return {
      ...vector,
      expect: steps.map((step, at) =>
        readsAll(step) ? { raises: 'RequestEntityTooLarge', status: 413 } : expect[at],
      ),
    }
  },
}

const readsAll = ([kind, method, args]: [string, string?, unknown[]?]): boolean =>
  kind === 'call' && (method === 'readall' || (method === 'read' && (args ?? []).length === 0))

const streamed: Deviation = {
  name: 'maximum-is-enforced-by-read',
  reason: readAll.reason,
  applies(vector) {
    const stream = environOf(vector)?.['wsgi.input']
    const limit = (vector['kwargs'] as Json | undefined)?.['max_content_length']
    return (
      vector['call'] === 'wsgi.get_input_stream' &&
      environOf(vector)?.['wsgi.input_terminated'] === true &&
      typeof limit === 'number' &&
      isJson(stream) &&
      Buffer.from(stream['$stream'] as string, 'base64').length > limit
    )
  },
  expected: (vector) => ({ ...without(vector, 'result'), raises: 'RequestEntityTooLarge', status: 413 }),
}

export const bindings: Bindings = {
  calls: {
    get_current_url: (args: [Environ, ...unknown[]], kwargs: CurrentUrlOptions) =>
      getCurrentUrl(args[0], kwargs),
    get_host: (args: [Environ, Trusted?], kwargs: { trustedHosts?: Trusted }) =>
      getHost(args[0], args[1] ?? kwargs.trustedHosts),
    get_content_length: (args: [Environ]) => getContentLength(args[0]),
    get_path_info: (args: [Environ]) => getPathInfo(args[0]),
    get_input_stream: (args: [Environ, boolean?, (number | null)?], kwargs: InputStreamOptions) =>
      getInputStream(
        { ...args[0], 'wsgi.input': streamOf(args[0]['wsgi.input']) },
        {
          ...(args[1] !== undefined && { safeFallback: args[1] }),
          ...(args[2] !== undefined && { maxContentLength: args[2] }),
          ...kwargs,
        },
      ),
  },
  create: {
    LimitedStream: (args: [unknown, number, boolean?], kwargs: LimitedStreamOptions) =>
      new LimitedStream(streamOf(args[0]), args[1], {
        ...(args[2] !== undefined && { isMax: args[2] }),
        ...kwargs,
      }),
  },
  steps: [{ of: LimitedStream, iter: (stream: LimitedStream) => stream.readlines() }],
  describe: (value) =>
    isStream(value) ? value.read().then((rest) => ({ $stream: toBase64(rest) })) : undefined,
  deviations: [pathBytes, readAll, streamed],
}
