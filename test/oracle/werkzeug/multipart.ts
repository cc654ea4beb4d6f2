import { Headers } from '@triptych/werkzeug/datastructures'
import {
  Data,
  Epilogue,
  Field,
  File,
  MultipartDecoder,
  MultipartEncoder,
  Preamble,
} from '@triptych/werkzeug/sansio/multipart'
import type { MultipartDecoderOptions, MultipartEvent } from '@triptych/werkzeug/sansio/multipart'
import { same } from '../compare.ts'
import { camelCase, thrown, type Bindings, type Context, type Deviation, type Vector } from '../engine.ts'
import { fromBase64, isJson, toBase64, type Json } from '../values.ts'

const latin1 = (value: unknown): string =>
  Buffer.from(fromBase64((value as Json)['$bytes'] as string)).toString('latin1')
const bytes = (text: string): Json => ({ $bytes: toBase64(Buffer.from(text, 'latin1')) })

/**
 * Events without what depends on how the body was cut: one list, the content of each part in one piece and without the
 * mark of what is only part of it, and none of a part whose end has not come.
 */
function whole(recorded: unknown): Json[] {
  const events: Json[] = []
  let content: string | undefined
  for (const event of (recorded as unknown[]).flat() as Json[]) {
    if (event['$obj'] === 'NeedData') continue
    if (event['$obj'] !== 'Data') {
      content = undefined
      events.push(event)
      continue
    }
    content = (content ?? '') + latin1(event['data'])
    if (event['more_data'] === true) continue
    events.push({ $obj: 'Data', data: bytes(content), more_data: false })
  }
  return events
}

function described(event: MultipartEvent): Json {
  const data = (block: Uint8Array): Json => ({ $bytes: toBase64(block) })
  switch (event.type) {
    case 'preamble':
      return { $obj: 'Preamble', data: data(event.data) }
    case 'epilogue':
      return { $obj: 'Epilogue', data: data(event.data) }
    case 'data':
      return { $obj: 'Data', data: data(event.data), more_data: event.moreData }
    case 'field':
      return { $obj: 'Field', name: event.name, headers: [...event.headers] }
    case 'file':
      return { $obj: 'File', name: event.name, filename: event.filename, headers: [...event.headers] }
    default:
      return { $obj: 'NeedData' }
  }
}

async function decode(vector: Vector, context: Context): Promise<Json> {
  const [boundary] = context.decode(vector['args']) as [Uint8Array]
  const kwargs = Object.entries((vector['kwargs'] ?? {}) as Json).map(([key, value]) => [
    camelCase(key),
    value,
  ])
  const decoder = new MultipartDecoder(boundary, Object.fromEntries(kwargs) as MultipartDecoderOptions)
  const events: Json[] = []
  try {
    for (const block of context.decode(vector['feed']) as (Uint8Array | null)[]) {
      decoder.receiveData(block)
      let event: MultipartEvent
      do {
        event = decoder.nextEvent()
        events.push(described(event))
      } while (event.type !== 'need-data' && event.type !== 'epilogue')
    }
  } catch (error) {
    events.push({ $obj: 'raises', raises: thrown(error) })
  }
  const ours = whole(events)
  return { events: isSame(whole(vector['events']), ours) ? vector['events'] : ours.map(asAnswer) }
}

const asAnswer = (event: Json): Json => ('raises' in event ? (event['raises'] as Json) : event)

const isSame = (recorded: Json[], ours: Json[]): boolean => same(recorded, ours.map(asAnswer))

const isDecoder = (vector: Vector): boolean => vector['new'] === 'MultipartDecoder' && 'events' in vector

const LINE_END = String.raw`(?:\r\n|\n|\r)`

/** The contents of a body in one piece: what is before the first boundary, in the parts, behind the last. */
function contentsOf(vector: Vector): string[] | undefined {
  const blocks = (vector['feed'] as unknown[]).filter((block) => block !== null)
  const body = blocks.map(latin1).join('')
  const [boundary] = vector['args'] as [Json]
  const name = latin1(boundary).replaceAll(/[^A-Za-z0-9]/g, String.raw`\$&`)
  const line = String.raw`--${name}(--[ \t\v\f]*${LINE_END}?|[ \t\v\f]*${LINE_END})`
  let found = new RegExp(`${LINE_END}?${line}`).exec(body)
  if (!found) return undefined
  const contents = [body.slice(0, found.index)]
  let rest = body.slice(found.index + found[0].length)
  while (!found[1]!.startsWith('--')) {
    const blank = /\r\n\r\n|\r\r|\n\n/.exec(rest)
    if (!blank) return undefined
    // The line end of the empty line may be the boundary's.
    rest = rest.slice(blank.index + blank[0].length / 2)
    found = new RegExp(`${LINE_END}${line}`).exec(rest)
    if (!found) return undefined
    contents.push(rest.slice(0, found.index).replace(new RegExp(`^${LINE_END}`), ''))
    rest = rest.slice(found.index + found[0].length)
  }
  return [...contents, rest]
}

/** The events with other contents; `undefined` when they have not as many. */
function withContents(events: Json[], contents: readonly string[]): Json[] | undefined {
  let next = 0
  const changed = events.map((event) =>
    'data' in event ? { ...event, data: bytes(contents[next++] ?? '') } : event,
  )
  return next === contents.length ? changed : undefined
}

/** The events as they are when the body comes in one piece; `undefined` when nothing differs, or more than contents. */
function uncut(vector: Vector, isLater: boolean): Json[] | undefined {
  if (!isDecoder(vector) || (vector['feed'] as unknown[]).length <= 2) return undefined
  const events = whole(vector['events'])
  const contents = contentsOf(vector)
  if (!contents || events.some((event) => 'raises' in event)) return undefined
  const changed = withContents(events, contents)
  if (!changed) return undefined
  const isLast = (event: Json): boolean => event['$obj'] === 'Epilogue'
  const chosen = events.map((event, at) => (isLast(event) === isLater ? changed[at]! : event))
  return same(chosen, events) ? undefined : chosen
}

const cutInBoundary: Deviation = {
  name: 'multipart-cut-in-boundary',
  reason:
    'When a block ends within the line of a boundary, behind its name, the original gives the carriage return before it out as content, or all of the line; how a body was cut must not matter, so that the answer is that of the body in one piece.',
  applies: (vector) => uncut(vector, false) !== undefined,
  expected: (vector) => ({ ...vector, events: uncut(vector, false)! }),
}

const cutBehindEnd: Deviation = {
  name: 'multipart-cut-behind-end',
  reason:
    'The line end of the last boundary is part of the epilogue when it comes in a later block; ours is that of the body in one piece. Epilogues mean nothing (RFC 2046 section 5.1.1), and both texts follow from the same grammar.',
  widens: true,
  applies: (vector) => uncut(vector, true) !== undefined,
  expected: (vector) => ({ ...vector, events: uncut(vector, true)! }),
}

/** RFC 9110 section 5.6.2 and 5.5. */
const isField = ([name, value]: [string, string]): boolean =>
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !value.includes('\0')
const headersOf = (event: Json): [string, string][] => (event['headers'] ?? []) as [string, string][]

const fieldsThatAreNone: Deviation = {
  name: 'multipart-fields-that-are-none',
  reason:
    'Headers of the original take any text as name of a field, and NUL in a value; ours take neither (RFC 9110 section 5), so that the parts of a form leave such fields out.',
  applies: (vector) =>
    isDecoder(vector) && whole(vector['events']).some((event) => !headersOf(event).every(isField)),
  expected: (vector) => ({
    ...vector,
    events: whole(vector['events']).map((event) =>
      'headers' in event ? { ...event, headers: headersOf(event).filter(isField) } : event,
    ),
  }),
}

const UNSAFE = /["\r\n]/

const sent = (vector: Vector): Json[] =>
  ((vector['do'] ?? []) as [string, string, Json[]][]).map((step) => step[2]?.[0] ?? {})

const escaped = (text: string, isName: boolean): string =>
  (isName ? text.replaceAll(/\r\n?|\n/g, '\r\n') : text)
    .replaceAll('\n', '%0A')
    .replaceAll('\r', '%0D')
    .replaceAll('"', '%22')

const namesEscaped: Deviation = {
  name: 'multipart-names-escaped',
  reason:
    'The encoder of the original writes names and file names as they are, so that a quote or a line end in them makes other fields; browsers escape them (WHATWG HTML, multipart/form-data encoding algorithm).',
  applies: (vector) =>
    vector['new'] === 'MultipartEncoder' &&
    sent(vector).some(({ name, filename }) => UNSAFE.test(`${String(name)}${String(filename)}`)),
  expected(vector) {
    const events = sent(vector)
    const expect = (vector['expect'] as Json[]).map((step, at) => {
      const { name, filename } = events[at]!
      if (typeof name !== 'string' || !isJson(step['value'])) return step
      let text = Buffer.from(latin1(step['value']), 'latin1').toString('utf8')
      text = text.replace(`; name="${name}"`, () => `; name="${escaped(name, true)}"`)
      if (typeof filename === 'string')
        text = text.replace(`; filename="${filename}"`, () => `; filename="${escaped(filename, false)}"`)
      return { value: { $bytes: toBase64(Buffer.from(text, 'utf8')) } }
    })
    return { ...vector, expect }
  },
}

const headers = (pairs: unknown): Headers => new Headers(pairs as [string, string][])

export const bindings: Bindings = {
  play: (vector, context) => (isDecoder(vector) ? decode(vector, context) : undefined),
  create: { MultipartEncoder: ([boundary]: [Uint8Array]) => new MultipartEncoder(boundary) },
  build: {
    Preamble: ({ data }: Json) => new Preamble(data as Uint8Array),
    Field: (spec: Json) => new Field(spec['name'] as string, headers(spec['headers'])),
    File: (spec: Json) =>
      new File(spec['name'] as string, spec['filename'] as string, headers(spec['headers'])),
    Data: (spec: Json) => new Data(spec['data'] as Uint8Array, spec['more_data'] as boolean),
    Epilogue: ({ data }: Json) => new Epilogue(data as Uint8Array),
  },
  deviations: [cutInBoundary, cutBehindEnd, fieldsThatAreNone, namesEscaped],
}
