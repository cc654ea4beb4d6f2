import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMessageFault } from '../../../src/http/message-error.ts'
import { MultipartDecoder } from '../../../src/http/multipart/decoder.ts'
import type { MultipartEvent, MultipartOptions } from '../../../src/http/multipart/decoder.ts'
import { bytesOf, cut, cuts, somePlaces, textOfBytes } from '../blocks.ts'
import { textOf } from '../hostile-text.ts'

/** The events with the data of neighbours joined, so that they do not depend on where blocks end. */
type Event = Exclude<MultipartEvent, { data: Uint8Array }> | { type: string; data: string }

interface Outcome {
  readonly events: Event[]
  readonly end: string
}

function feed(blocks: readonly Uint8Array[], options: MultipartOptions = {}, boundary = 'BND'): Outcome {
  const decoder = new MultipartDecoder(boundary, options)
  const events: Event[] = []
  const take = (found: readonly MultipartEvent[]): void => {
    for (const event of found) {
      const last = events.at(-1)
      if (!('data' in event)) events.push(event)
      else if (last?.type === event.type && 'data' in last) last.data += textOfBytes(event.data)
      else events.push({ type: event.type, data: textOfBytes(event.data) })
    }
  }
  try {
    for (const block of blocks) take(decoder.push(block))
    take(decoder.finish())
    return { events, end: decoder.complete ? 'complete' : 'open' }
  } catch (error) {
    if (!isMessageFault(error)) throw error
    return { events, end: `${error.status} ${error.code}` }
  }
}

const decode = (text: string, options?: MultipartOptions): Outcome => feed([bytesOf(text)], options)

/** Each part in short: its name, and its content. */
const parts = ({ events }: Outcome): string[] => {
  const found: string[] = []
  for (const event of events) {
    if (event.type === 'part') found.push(`${(event as { name?: string }).name ?? '-'}=`)
    else if (event.type === 'data' && 'data' in event) found.push(found.pop()! + event.data)
  }
  return found
}

const head = (name: string): string => `Content-Disposition: form-data; name="${name}"\r\n`
const A = `--BND\r\n${head('a')}\r\n`
const END = '\r\n--BND--\r\n'

describe('MultipartDecoder, RFC 2046 section 5.1.1', () => {
  test('tells all there is', () => {
    const body = `before\r\n--BND\r\n${head('a')}X: y\r\n\r\n1\r\n--BND\r\ncontent-disposition: form-data; name=f; filename=g\r\nContent-Type: text/plain\r\n\r\n2${END}after`
    expect(decode(body)).toEqual({
      end: 'complete',
      events: [
        { type: 'preamble', data: 'before' },
        {
          type: 'part',
          headers: [
            ['Content-Disposition', 'form-data; name="a"'],
            ['X', 'y'],
          ],
          name: 'a',
          filename: undefined,
          contentType: undefined,
        },
        { type: 'data', data: '1' },
        { type: 'part-end' },
        {
          type: 'part',
          headers: [
            ['content-disposition', 'form-data; name=f; filename=g'],
            ['Content-Type', 'text/plain'],
          ],
          name: 'f',
          filename: 'g',
          contentType: 'text/plain',
        },
        { type: 'data', data: '2' },
        { type: 'part-end' },
        { type: 'end' },
        { type: 'epilogue', data: '\r\nafter' },
      ],
    })
  })

  test.each<[body: string, parts: string[]]>([
    [`${A}1${END}`, ['a=1']],
    [`${A}1\r\n--BND--`, ['a=1']],
    [`${A}1\r\n--BND--junk`, ['a=1']],
    [`\r\n${A}1${END}`, ['a=1']],
    [`junk\r\n${A}1${END}`, ['a=1']],
    [`--BNDx\r\n${A}1${END}`, ['a=1']],
    [`${A}1\r\n${A}2${END}`, ['a=1', 'a=2']],
    [`${A}${END}`, ['a=']],
    [`${A}--BND--\r\n`, ['a=']],
    [`${A}\r\n${END}`, ['a=\r\n']],
    [`${A}x\r\ny\r\n${END}`, ['a=x\r\ny\r\n']],
    [`${A}\r\n--BNDX\r\nz${END}`, ['a=\r\n--BNDX\r\nz']],
    [`${A}\r\n--BND-\r\nz${END}`, ['a=\r\n--BND-\r\nz']],
    [`${A}\r\n--BND \rz${END}`, ['a=\r\n--BND \rz']],
    [`${A}x\n--BND\r\n${END}`, ['a=x\n--BND\r\n']],
    [`${A}x\r--BND--\r\n${END}`, ['a=x\r--BND--\r\n']],
    [`${A}x--BND--${END}`, ['a=x--BND--']],
    [`${A}\r\r\r\n\r${END}`, ['a=\r\r\r\n\r']],
    [`${A}\r\n--\r\n--BN\r\n--B${END}`, ['a=\r\n--\r\n--BN\r\n--B']],
    [`${A}\0\xff\x80${END}`, ['a=\0\xff\x80']],
    [`--BND \t\r\n${head('a')}\r\n1\r\n--BND-- \t\r\n`, ['a=1']],
    [`--BND\r\n${head('__proto__')}\r\n1${END}`, ['__proto__=1']],
    ['--BND--\r\n', []],
    ['--BND--', []],
    [`x${A}1${END}`, []],
  ])('%j has the parts %j, however it is cut', (body, expected) => {
    for (const blocks of cuts(bytesOf(body))) {
      const outcome = feed(blocks)
      expect([parts(outcome), outcome.end]).toEqual([expected, 'complete'])
    }
  })

  test.each<[body: string, end: string]>([
    ['', '400 ERR_MULTIPART_TRUNCATED'],
    ['junk', '400 ERR_MULTIPART_TRUNCATED'],
    ['--BND', '400 ERR_MULTIPART_TRUNCATED'],
    [`--BND\r\n${head('a')}`, '400 ERR_MULTIPART_TRUNCATED'],
    [`${A}1`, '400 ERR_MULTIPART_TRUNCATED'],
    [`${A}1\r\n--BND\r\n`, '400 ERR_MULTIPART_TRUNCATED'],
    [`${A}1\r\n--BND-`, '400 ERR_MULTIPART_TRUNCATED'],
    ['--BND\r\n\r\n1\r\n--BND--', '400 ERR_MULTIPART_NAME'],
    ['--BND\r\nContent-Disposition: form-data\r\n\r\n1', '400 ERR_MULTIPART_NAME'],
    ['--BND\r\nContent-Disposition: attachment; name=a\r\n\r\n1', '400 ERR_MULTIPART_NAME'],
    ['--BND\r\nContent-Type: text/plain\r\n\r\n1', '400 ERR_MULTIPART_NAME'],
    ['--BND\r\nA: b\n\r\n1', '400 ERR_BARE_LF'],
    ['--BND\r\nA : b\r\n\r\n1', '400 ERR_FIELD_NAME'],
    ['--BND\r\nbroken\r\n\r\n1', '400 ERR_FIELD_NAME'],
    ['--BND\r\nA: b\r\n c\r\n\r\n1', '400 ERR_OBS_FOLD'],
    ['--BND\r\nA: \0\r\n\r\n1', '400 ERR_FIELD_VALUE'],
    ['--BND\r\nA: b\rC: d\r\n\r\n1', '400 ERR_FIELD_VALUE'],
  ])('%j ends with %s, however it is cut', (body, end) => {
    for (const blocks of cuts(bytesOf(body))) expect(feed(blocks).end).toBe(end)
  })

  test('any body, cut anywhere, gives the same as in one piece', () => {
    const content = textOf('\r\n--BND ax')
    const options = fc.constantFrom<MultipartOptions>(
      {},
      { bareLineEnds: true },
      { missingEnd: true, unnamedParts: true, looseHeaders: true },
      { bareLineEnds: true, missingEnd: true, unnamedParts: true, looseHeaders: true, unanchoredStart: true },
    )
    fc.assert(
      fc.property(content, content, somePlaces, options, (before, after, places, leniency) => {
        const bytes = bytesOf(`${before}\r\n--BND\r\n${head('a')}\r\n${after}${END}`)
        expect(feed(cut(bytes, places), leniency)).toEqual(feed([bytes], leniency))
      }),
      { numRuns: 500 },
    )
  })

  test('finds what was put in, for any content without the boundary', () => {
    const content = fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'B', 'N', 'x'), maxLength: 30 })
    fc.assert(
      fc.property(content, content, (first, second) => {
        expect(parts(decode(`${A}${first}\r\n${A}${second}${END}`))).toEqual([`a=${first}`, `a=${second}`])
      }),
    )
  })

  test('gives views of the block, not copies', () => {
    const block = bytesOf(`${A}data${END}`)
    const event = new MultipartDecoder('BND').push(block)[1]
    expect(event?.type === 'data' && event.data.buffer === block.buffer).toBe(true)
  })

  test('keeps no view of a block that is used again', () => {
    const decoder = new MultipartDecoder('BND')
    const block = Buffer.from(`${A}data\r\n--B`, 'latin1')
    decoder.push(block)
    block.fill(0)
    const types = decoder.push(bytesOf('ND--')).map((event) => event.type)
    expect(types).toEqual(['part-end', 'end'])
  })

  test('uses the decoder it is given', () => {
    const latin1 = (block: Uint8Array, start: number, end: number): string =>
      textOfBytes(block.subarray(start, end)).replace('name="a"', 'name="z"')
    expect(parts(decode(`${A}1${END}`, { latin1 }))).toEqual(['z=1'])
  })
})

describe('limits', () => {
  const file = '--BND\r\nContent-Disposition: form-data; name="f"; filename="g"\r\n\r\n'
  test.each<[what: string, body: string, options: MultipartOptions, end: string]>([
    ['1000 parts', `${`${A}1\r\n`.repeat(1000)}--BND--`, {}, 'complete'],
    ['1001 parts', `${`${A}1\r\n`.repeat(1001)}--BND--`, {}, '413 ERR_MULTIPART_PARTS'],
    ['32 headers', `--BND\r\n${head('a')}${'A: b\r\n'.repeat(31)}\r\n${END}`, {}, 'complete'],
    [
      '33 headers',
      `--BND\r\n${head('a')}${'A: b\r\n'.repeat(32)}\r\n${END}`,
      {},
      '413 ERR_MULTIPART_HEADERS',
    ],
    ['headers of 100 bytes', `${A}1${END}`, { maxHeaderBytes: head('a').length + 2 }, 'complete'],
    ['a byte more', `${A}1${END}`, { maxHeaderBytes: head('a').length }, '413 ERR_MULTIPART_HEADERS'],
    ['a header without end', `--BND\r\nA: ${'a'.repeat(100_000)}`, {}, '413 ERR_MULTIPART_HEADERS'],
    ['a value of 4 bytes', `${A}1234${END}`, { maxValueBytes: 4 }, 'complete'],
    ['two of them', `${A}1234\r\n${A}1234${END}`, { maxValueBytes: 4 }, 'complete'],
    ['a value of 5 bytes', `${A}12345${END}`, { maxValueBytes: 4 }, '413 ERR_MULTIPART_VALUE'],
    ['a file of 5 bytes', `${file}12345${END}`, { maxValueBytes: 4 }, 'complete'],
    [
      'a file, then a value of 5 bytes',
      `${file}1\r\n${A}12345${END}`,
      { maxValueBytes: 4 },
      '413 ERR_MULTIPART_VALUE',
    ],
    ['a value of 1 MiB and a byte', `${A}${'a'.repeat(1_048_577)}${END}`, {}, '413 ERR_MULTIPART_VALUE'],
    ['a preamble of 4 bytes', `1234\r\n${A}1${END}`, { maxPreambleBytes: 4 }, 'complete'],
    ['a preamble of 5 bytes', `12345\r\n${A}1${END}`, { maxPreambleBytes: 4 }, '413 ERR_MULTIPART_PREAMBLE'],
    ['a preamble without end', '\r\n'.repeat(50_000), {}, '413 ERR_MULTIPART_PREAMBLE'],
    ['a body of 8 bytes', '--BND--\n', { maxBytes: 8 }, 'complete'],
    ['a body of 9 bytes', '--BND--\r\n', { maxBytes: 8 }, '413 ERR_MULTIPART_BYTES'],
  ])('%s', (_, body, options, end) => {
    const bytes = bytesOf(body)
    expect(feed([bytes], options).end).toBe(end)
    expect(feed(cut(bytes, [1, 8, 20, 47, 48, 49, 50, 51, 52, 53, 54, 16_400, 65_530]), options).end).toBe(
      end,
    )
  })
})

describe('leniencies', () => {
  test.each<[leniency: MultipartOptions, body: string, parts: string[]]>([
    [{ bareLineEnds: true }, `${A}1\n${A}2\r--BND--`, ['a=1', 'a=2']],
    [{ bareLineEnds: true }, `--BND\n${head('a').trimEnd()}\n\n1\n--BND--\n`, ['a=1']],
    [{ bareLineEnds: true }, `--BND\r${head('a').trimEnd()}\r\r1\r--BND--\r`, ['a=1']],
    [{ bareLineEnds: true }, `${A}x\r\r\n${A}2\n--BND--`, ['a=x\r', 'a=2']],
    [{ bareLineEnds: true }, `${A}x\n\n--BND--`, ['a=x\n']],
    [
      { looseHeaders: true },
      `--BND\r\nbroken\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\n1${END}`,
      ['a=1'],
    ],
    [{ unnamedParts: true }, `--BND\r\n\r\n1${END}`, ['-=1']],
    [{ unnamedParts: true }, `--BND\r\nContent-Disposition: attachment; name=a\r\n\r\n1${END}`, ['a=1']],
    [{ unanchoredStart: true }, `x${A}1${END}`, ['a=1']],
    [{ missingEnd: true }, `${A}1`, ['a=1']],
    [{ missingEnd: true }, `${A}1\r\n--BND`, ['a=1\r\n--BND']],
    [{ missingEnd: true }, A, ['a=']],
  ])('%j reads %j, however it is cut', (leniency, body, expected) => {
    expect(decode(body)).not.toEqual(decode(body, leniency))
    for (const blocks of cuts(bytesOf(body))) {
      const outcome = feed(blocks, leniency)
      expect([parts(outcome), outcome.end]).toEqual([expected, 'complete'])
    }
  })

  test.each(['', 'a ', 'a"b', 'a'.repeat(71), 'a\r\nb', '\xe9'])('the boundary %j is refused', (boundary) => {
    expect(() => new MultipartDecoder(boundary)).toThrow(TypeError)
  })

  test.each(['a"b;', 'a'.repeat(200)])('anyBoundary takes %j', (boundary) => {
    expect(feed([bytesOf(`--${boundary}--`)], { anyBoundary: true }, boundary).end).toBe('complete')
  })

  test.each(['a'.repeat(201), 'a ', '', 'a\r\nb', '\xe9'])('anyBoundary refuses %j', (boundary) => {
    expect(() => new MultipartDecoder(boundary, { anyBoundary: true })).toThrow(TypeError)
  })
})

describe('hostile bodies are read in linear time', () => {
  const SIZE = 8 << 20
  const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW'
  const dashes = '-'.repeat(70)
  test.each<[what: string, boundary: string, pattern: string]>([
    ['CRLF pairs', boundary, '\r\n'],
    ['boundaries lacking the last character', boundary, `\r\n--${boundary.slice(0, -1)}`],
    ['boundaries with another character behind', boundary, `\r\n--${boundary}x`],
    ['CR, then plain bytes', boundary, `\r${'a'.repeat(40)}`],
    ['CR LF dash', boundary, '\r\n-'],
    ['a boundary of dashes in dashes', dashes, '-'],
    ['a boundary of dashes in lines of dashes', dashes, `\r\n--${dashes.slice(0, -1)}`],
  ])('%s', (_, name, pattern) => {
    for (const bareLineEnds of [false, true]) {
      const decoder = new MultipartDecoder(name, { bareLineEnds })
      decoder.push(bytesOf(`--${name}\r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\nx`))
      const block = Buffer.alloc(1 << 16, pattern, 'latin1')
      let size = 0
      for (let sent = 0; sent < SIZE; sent += block.length) {
        for (const event of decoder.push(block)) if (event.type === 'data') size += event.data.length
      }
      for (const event of decoder.push(bytesOf(`\r\n--${name}--`)))
        if (event.type === 'data') size += event.data.length
      expect([decoder.complete, size]).toEqual([true, SIZE])
    }
  })

  test('a megabyte byte by byte', () => {
    const decoder = new MultipartDecoder(dashes, { maxValueBytes: 2_000_000 })
    decoder.push(bytesOf(`--${dashes}\r\n${head('a')}\r\n`))
    const byte = bytesOf('-')
    let size = 0
    for (let sent = 0; sent < 1_000_000; sent++) size += decoder.push(byte).length
    expect(size).toBeGreaterThan(0)
  })
})

interface Capture {
  readonly id: string
  readonly boundary: string
  readonly parts: readonly { name: string; filename?: string; contentType?: string; data: string }[]
}

const FIXTURES = new URL('../../../../../test/fixtures/multipart/', import.meta.url)
const captures = (
  JSON.parse(readFileSync(new URL('captures.json', FIXTURES), 'utf8')) as { cases: Capture[] }
).cases

test.each(captures)('what $id sends, however it is cut', ({ id, boundary, parts: expected }) => {
  const bytes = new Uint8Array(readFileSync(new URL(`${id}.bin`, FIXTURES)))
  for (const blocks of cuts(bytes)) {
    const { events, end } = feed(blocks, {}, boundary)
    const found: object[] = []
    let data = ''
    let part: { name?: string | undefined; filename?: string | undefined; contentType?: string | undefined } =
      {}
    for (const event of events) {
      if (event.type === 'part') part = event as typeof part
      else if (event.type === 'data' && 'data' in event) data = event.data
      else if (event.type === 'part-end') {
        found.push({ name: part.name, filename: part.filename, contentType: part.contentType, data })
        data = ''
      }
    }
    expect([found, end]).toEqual([expected, 'complete'])
  }
})
