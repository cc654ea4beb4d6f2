import { FileStorage, Headers } from '@triptych/werkzeug/datastructures'
import type { Bindings } from '../engine.ts'
import { ByteStream, type Json } from '../values.ts'

const NAMES = ['stream', 'filename', 'name', 'contentType', 'contentLength', 'headers']

function makeFileStorage(args: unknown[], kwargs: Json): FileStorage {
  const { stream, filename, name, ...options } = {
    ...Object.fromEntries(args.map((value, at) => [NAMES[at], value])),
    ...kwargs,
  } as Json
  return new FileStorage(
    stream instanceof ByteStream ? stream.bytes : null,
    (filename ?? null) as string | null,
    (name ?? null) as string | null,
    options,
  )
}

/** What is left of the content; the position stays. */
async function contentOf(file: FileStorage): Promise<Uint8Array> {
  const position = file.stream.tell?.()
  const content = await file.read()
  if (position !== undefined) await file.seek(position)
  return content
}

export const bindings: Bindings = {
  create: { FileStorage: makeFileStorage },
  build: {
    FileStorage: ({ content, filename, headers, name }: Json) =>
      new FileStorage(content as Uint8Array, filename as string | null, name as string | null, {
        headers: new Headers(headers as [string, string][]),
      }),
  },
  steps: [
    {
      of: FileStorage,
      bool: (file: FileStorage) => !file.isEmpty,
      // A Python file gives its lines, ours blocks.
      iter: (file: FileStorage) => file.readlines(),
    },
  ],
  describe: async (value, encode) =>
    value instanceof FileStorage
      ? {
          $obj: 'FileStorage',
          name: value.name,
          filename: value.filename,
          content_type: value.contentType,
          headers: [...value.headers].map(([name, text]) => [name, text]),
          content: await encode(await contentOf(value)),
        }
      : undefined,
}
