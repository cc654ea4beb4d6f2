import { appendSlashRedirect, getContentType, redirect, secureFilename } from '@triptych/werkzeug/utils'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import { isJson, toBase64, type Json } from '../values.ts'

const environOf = (vector: Vector): Json => ((vector['args'] as unknown[] | undefined)?.[0] ?? {}) as Json

/** The last segment and the query, as the original writes them into the location. */
const tailOf = (environ: Json): string => /[^/]*$/.exec(String(environ['PATH_INFO']))![0]
const queryOf = (environ: Json): string => (environ['QUERY_STRING'] as string | undefined) ?? ''

const escaped = (text: string, plain: RegExp): string =>
  text.replaceAll(/[^]/gu, (character) =>
    plain.test(character)
      ? character
      : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

const SEGMENT = /[A-Za-z0-9._~!$&'()*+,;=:@-]/
const QUERY = /[A-Za-z0-9._~!$&'()*+,;=:@/?%-]/

/** Where the client is sent: what the path means, and nothing else. */
function targetOf(environ: Json): string {
  const tail = escaped(tailOf(environ), SEGMENT)
  const query = queryOf(environ)
  const path = tail === '' ? './' : `${tail.includes(':') ? './' : ''}${tail}/`
  return query === '' ? path : `${path}?${escaped(query, QUERY)}`
}

const recordedTarget = (vector: Vector): string => {
  const result = vector['result'] as { headers: [string, string][] }
  return result.headers.find(([name]) => name === 'Location')![1]
}

const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;')

const deviations: readonly Deviation[] = [
  {
    name: 'slash-redirect-escapes',
    reason:
      'The location is a URI reference to the same path: bytes that may not stand in a segment are escaped, where the original takes each byte for a character, and a colon does not make a scheme of what is before it.',
    applies: (vector) =>
      vector['call'] === 'utils.append_slash_redirect' &&
      isJson(vector['result']) &&
      recordedTarget(vector) !== targetOf(environOf(vector)),
    expected(vector) {
      const target = targetOf(environOf(vector))
      const result = vector['result'] as Json & { headers: [string, string][]; body: { $bytes: string } }
      const page = Buffer.from(result.body.$bytes, 'base64')
        .toString()
        .replaceAll(html(recordedTarget(vector)), () => html(target))
      const headers = result.headers.map(([name, value]) => [
        name,
        name === 'Location' ? target : name === 'Content-Length' ? String(Buffer.byteLength(page)) : value,
      ])
      return { ...vector, result: { ...result, headers, body: { $bytes: toBase64(Buffer.from(page)) } } }
    },
  },
]

export const bindings: Bindings = {
  calls: {
    append_slash_redirect: (args: Parameters<typeof appendSlashRedirect>) => appendSlashRedirect(...args),
    get_content_type: (args: [string, string]) => getContentType(...args),
    redirect: ([location, code]: [string, number?], kwargs: Json) =>
      redirect(location, code ?? (kwargs['code'] as number | undefined)),
    secure_filename: ([filename]: [string], _: Json, vector: Vector) =>
      secureFilename(filename, { platform: vector['platform'] === 'windows' ? 'windows' : 'posix' }),
  },
  deviations,
}
