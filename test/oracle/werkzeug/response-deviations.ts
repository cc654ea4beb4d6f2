/** Where responses here answer otherwise than Werkzeug's, and why. */
import type { Deviation, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

type Step = [string, ...unknown[]]
type Pair = [name: string, value: string]

const isResponse = (vector: Vector): boolean => vector['new'] === 'Response'
const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]

/** The fields that a response begins with. */
function fieldsOf(vector: Vector): Pair[] {
  const headers = (vector['kwargs'] as Json | undefined)?.['headers']
  const pairs = Array.isArray(headers) ? headers : isJson(headers) ? Object.entries(headers) : []
  return (pairs as [string, unknown][]).map(([name, value]): Pair => [name, String(value)])
}

const replaced = (vector: Vector, change: (pair: Pair) => Pair | undefined): Vector => {
  const wire = vector['wire'] as Json | undefined
  if (!Array.isArray(wire?.['headers'])) return vector
  const headers = (wire['headers'] as Pair[]).flatMap((pair) => {
    const changed = change(pair)
    return changed ? [changed] : []
  })
  return { ...vector, wire: { ...wire, headers } }
}

/** What a step removes by a name with capitals: the attribute and the name. */
function removal([kind, attribute, inner]: Step): [attribute: string, name: string] | undefined {
  if (kind !== 'on' || !Array.isArray(inner) || inner[0] !== 'call' || inner[1] !== 'remove') return undefined
  const name: unknown = (inner[2] as unknown[])[0]
  return typeof name === 'string' && name !== name.toLowerCase() ? [String(attribute), name] : undefined
}

const SETS: Record<string, string> = {
  allow: 'Allow',
  vary: 'Vary',
  content_language: 'Content-Language',
}

/** Everything that follows a removal, until the field is set anew, is without the name. */
function withoutRemoved(vector: Vector): Vector {
  const gone = new Map<string, Set<string>>()
  const results = (vector['expect'] as Json[]).map((result, at) => {
    const step = steps(vector)[at]!
    const removed = removal(step)
    const attribute = String(step[1])
    if (removed) gone.set(removed[0], (gone.get(removed[0]) ?? new Set()).add(removed[1].toLowerCase()))
    else if (step[0] === 'set') gone.delete(attribute)
    const names = gone.get(attribute)
    const value = result['value']
    if (step[0] !== 'get' || !names || !isJson(value)) return result
    const items = (value['items'] as string[]).filter((item) => !names.has(item.toLowerCase()))
    return { value: { ...value, items } }
  })
  return replaced({ ...vector, expect: results }, ([name, value]) => {
    const attribute = Object.keys(SETS).find((key) => SETS[key] === name)
    const names = attribute === undefined ? undefined : gone.get(attribute)
    if (!names) return [name, value]
    const kept = value.split(', ').filter((item) => !names.has(item.toLowerCase()))
    return kept.length > 0 ? [name, kept.join(', ')] : undefined
  })
}

/** What `set_cookie` is called with. */
function cookieOf([kind, method, args, kwargs]: Step): Record<string, unknown> | undefined {
  if (kind !== 'call' || method !== 'set_cookie') return undefined
  const [key, value] = (args ?? []) as unknown[]
  return { key, value, ...(kwargs as Json | undefined) }
}

/** A key or a domain that would end before its end. */
const breaksOut = (step: Step): boolean => {
  const { key, domain } = cookieOf(step) ?? {}
  const hosts = typeof domain === 'string' ? domain.replace(/:[^]*/, '') : ''
  return (typeof key === 'string' && (key === '' || /[\0- =;\x7f]/.test(key))) || /[\0- =;\x7f]/.test(hosts)
}

/** Python's own pattern ends at 0x19, which is meant to be 0x1f. */
const UNESCAPED = /[\x1a-\x1f]/g

function withoutRefused(vector: Vector): Vector {
  const results = vector['expect'] as Json[]
  const set = steps(vector).flatMap((step, at) =>
    cookieOf(step) && !('raises' in results[at]!) ? [breaksOut(step)] : [],
  )
  const expect = results.map((result, at) =>
    breaksOut(steps(vector)[at]!) ? { raises: 'TypeError' } : result,
  )
  let cookie = 0
  return replaced({ ...vector, expect }, (pair) =>
    pair[0] === 'Set-Cookie' && set[cookie++] ? undefined : pair,
  )
}

export const responseDeviations: readonly Deviation[] = [
  {
    name: 'response-set-removes',
    reason:
      'Removing a name with capitals from Allow, Vary or Content-Language takes it out of the field too; the original keeps it there.',
    applies: (vector) => isResponse(vector) && steps(vector).some((step) => removal(step)),
    expected: withoutRemoved,
  },
  {
    name: 'response-field-with-nul',
    reason: 'A field or a status that holds NUL is refused: what stands behind it may be lost further on.',
    applies: (vector) =>
      isResponse(vector) &&
      (fieldsOf(vector).some(([, value]) => value.includes('\0')) ||
        String((vector['kwargs'] as Json | undefined)?.['status']).includes('\0')),
    expected: (vector) => ({ ...without(vector, 'do', 'expect', 'get', 'wire'), raises: 'TypeError' }),
  },
  {
    name: 'response-cookie-refused',
    reason:
      'A cookie whose key or domain would break out of the field is refused, where the original sends it.',
    applies: (vector) =>
      isResponse(vector) && Array.isArray(vector['expect']) && steps(vector).some(breaksOut),
    expected: withoutRefused,
  },
  {
    name: 'response-cookie-controls',
    reason:
      'All controls in the value of a cookie are escaped; the original leaves the last six as they are.',
    applies: (vector) =>
      isResponse(vector) &&
      steps(vector).some((step) => {
        const value = cookieOf(step)?.['value']
        return typeof value === 'string' && value.search(UNESCAPED) >= 0
      }),
    expected: (vector) =>
      replaced(vector, ([name, value]) => [
        name,
        name === 'Set-Cookie'
          ? value.replaceAll(
              UNESCAPED,
              (control) => `\\${control.charCodeAt(0).toString(8).padStart(3, '0')}`,
            )
          : value,
      ]),
  },
  {
    name: 'response-file-is-not-read',
    reason:
      'Making a response conditional does not read a file into memory to learn its length: files come with promises here, and are sent as they are read.',
    applies: (vector) =>
      isResponse(vector) &&
      vector['body_kind'] === 'file' &&
      steps(vector).some(([kind]) => kind === 'make_conditional') &&
      !String((vector['wire'] as Json | undefined)?.['status']).startsWith('206') &&
      !fieldsOf(vector).some(([name]) => name.toLowerCase() === 'content-length'),
    expected: (vector) => replaced(vector, (pair) => (pair[0] === 'Content-Length' ? undefined : pair)),
  },
  {
    name: 'response-location-stays',
    reason:
      'A relative Location that is made absolute stays on the host of the request: two slashes at its start are a path.',
    applies: (vector) =>
      isResponse(vector) &&
      (vector['class_attrs'] as Json | undefined)?.['autocorrect_location_header'] === true &&
      fieldsOf(vector).some(([name, value]) => name.toLowerCase() === 'location' && value.startsWith('//')),
    expected(vector) {
      const environ = vector['environ'] as Record<string, string>
      const host = `${environ['wsgi.url_scheme']}://${environ['HTTP_HOST'] ?? environ['SERVER_NAME']}`
      return replaced(vector, ([name, value]) =>
        name === 'Location' ? [name, value.replace(/^[a-z]+:\/\//, `${host}/%2F`)] : [name, value],
      )
    },
  },
]
