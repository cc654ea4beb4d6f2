import { sendFile, sendFromDirectory } from '@triptych/werkzeug/send-file'
import type { HTTPException } from '@triptych/werkzeug/exceptions'
import { camelCase, onTheWire, thrown, type Bindings, type Context, type Vector } from '../engine.ts'
import type { Json } from '../values.ts'
import { FIXTURE, fixtures } from './fixtures.ts'

async function play(vector: Vector, context: Context): Promise<Json> {
  const environ = context.environ(vector['environ'] as Json)
  const kwargs = Object.entries((vector['kwargs'] ?? {}) as Json).map(([key, value]) => [
    camelCase(key),
    context.decode(value),
  ])
  const options = { ...Object.fromEntries(kwargs), fileSystem: fixtures } as Json
  try {
    const response = await call(vector, context, environ, options)
    const wire = await onTheWire(response, environ)
    const headers = (wire['headers'] as [string, string][] | undefined)?.map(([name, value]) => [
      name,
      value.replaceAll(FIXTURE, '{fixture}'),
    ])
    return { wire: { ...wire, headers } }
  } catch (error) {
    const headers = (error as Partial<HTTPException>).getHeaders?.(environ)
    return { raises: thrown(error), error_headers: headers }
  }
}

function call(
  vector: Vector,
  context: Context,
  environ: Parameters<typeof sendFile>[1],
  options: Json,
): ReturnType<typeof sendFile> {
  const path = vector['path'] as string
  if (vector['file_call'] === 'utils.send_from_directory') {
    return sendFromDirectory(`${FIXTURE}/${String(vector['directory'])}`, path, environ, options)
  }
  const content = 'content' in vector ? (context.decode(vector['content']) as Uint8Array) : undefined
  return sendFile(content ?? `${FIXTURE}/${path}`, environ, options)
}

export const bindings: Bindings = {
  play: (vector, context) => ('file_call' in vector ? play(vector, context) : undefined),
}
