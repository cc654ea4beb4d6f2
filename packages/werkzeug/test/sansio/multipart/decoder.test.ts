import { bytes } from '@triptych/raw/util'
import { fromBytes } from '@triptych/raw/http'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { RequestEntityTooLarge } from '../../../src/exceptions/client-errors.ts'
import { LINE_BREAK, MultipartDecoder, SEARCH_EXTRA_LENGTH, State } from '../../../src/sansio/multipart.ts'
import type { Data, File, MultipartDecoderOptions, MultipartEvent } from '../../../src/sansio/multipart.ts'

/** The events of some blocks as text, contents in one piece; the last may be an error. */
function feed(blocks: readonly Uint8Array[], options: MultipartDecoderOptions = {}): string[] {
  const decoder = new MultipartDecoder('BND', options)
  const found: string[] = []
  let content = ''
  const take = (): void => {
    for (;;) {
      const event = decoder.nextEvent()
      if (event.type === 'need-data') return
      if (event.type === 'data') {
        content += fromBytes(event.data)
        if (!event.moreData) found.push(content)
        continue
      }
      content = ''
      if (event.type === 'preamble' || event.type === 'epilogue') {
        found.push(`${event.type}:${fromBytes(event.data)}`)
        if (event.type === 'epilogue') return
      } else {
        const fields = event.headers.toWsgiList().map((pair) => pair.join('='))
        const filename = event.type === 'file' ? `, ${event.filename}` : ''
        found.push(`<${event.name}${filename}> ${fields.join('; ')}`)
      }
    }
  }
  try {
    for (const block of blocks) {
      decoder.receiveData(block)
      take()
    }
    decoder.receiveData(null)
    take()
  } catch (error) {
    found.push((error as Error).constructor.name)
  }
  return found
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const read = (body: string, options?: MultipartDecoderOptions): string[] => feed([latin(body)], options)

/** The contents and errors only. */
const short = (body: string, options?: MultipartDecoderOptions): string[] =>
  read(body, options).filter((text) => !/^(?:<|preamble:$|epilogue:$)/.test(text))

function cut(block: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (block.length + 1)), block.length].toSorted(
    (a, b) => a - b,
  )
  return sorted.slice(1).map((end, at) => block.slice(sorted[at], end))
}

const A = '--BND\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
const FIELD = '<a> Content-Disposition=form-data; name="a"'

test('a form in one piece', () => {
  const file =
    '--BND\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\n'
  expect(read(`${A}1\r\n${file}file\r\ndata\r\n--BND--\r\n`)).toEqual([
    'preamble:',
    FIELD,
    '1',
    '<f, x.txt> Content-Disposition=form-data; name="f"; filename="x.txt"; Content-Type=text/plain',
    'file\r\ndata',
    'epilogue:',
  ])
})

test.each<[what: string, body: string, events: string[]]>([
  ['no parts', '--BND--', []],
  ['line feeds alone', '--BND\nContent-Disposition: x; name=a\n\nv\n--BND--\n', ['v']],
  ['carriage returns alone', '--BND\rContent-Disposition: x; name=a\r\rv\r--BND--\r', ['v']],
  [
    'a carriage return twice, then a line feed',
    '--BND\r\nContent-Disposition: x; name=a\r\r\nv\r\n--BND--',
    ['v'],
  ],
  ['an empty part', `${A}\r\n--BND--`, ['']],
  ['an empty part whose line end is that of the header', `${A}--BND--`, ['']],
  ['blanks behind boundaries', `--BND \t\r\n${A.slice(7)}v\r\n--BND-- \t\v\f\r\n`, ['v']],
  ['something before the first boundary', `junk\r\n${A}v\r\n--BND--`, ['preamble:junk', 'v']],
  ['a first boundary within a line', `junk${A}v\r\n--BND--`, ['preamble:junk', 'v']],
  ['a first boundary that is none', `--BNDX\r\n${A}v\r\n--BND--`, ['preamble:--BNDX', 'v']],
  ['something behind the last boundary', `${A}v\r\n--BND--\r\nmore`, ['v', 'epilogue:more']],
  ['the rest of the line of the last boundary', `${A}v\r\n--BND--more`, ['v', 'epilogue:more']],
  ['a boundary that goes on', `${A}\r\n--BNDX\r\nz\r\n--BND--`, ['\r\n--BNDX\r\nz']],
  ['a boundary within a line', `${A}a--BND\r\n--BND--`, ['a--BND']],
  ['only the last line end goes', `${A}x\r\ny\r\n\r\n--BND--`, ['x\r\ny\r\n']],
  ['carriage returns in the content', `${A}\r\r\r\r\n--BND--`, ['\r\r\r']],
  ['dashes', `${A}--\r\n--BND--`, ['--']],
  ['no boundary', 'hello', ['SyntaxError']],
  ['nothing', '', ['SyntaxError']],
  ['no last boundary', `${A}v\r\n`, ['SyntaxError']],
  ['half of a last boundary', `${A}v\r\n--BND-`, ['SyntaxError']],
  ['an end within the header', A.slice(0, 20), ['SyntaxError']],
  ['no Content-Disposition', '--BND\r\nX: y\r\n\r\nv\r\n--BND--', ['SyntaxError']],
  ['no header at all', `--BND\r\n\r\nv\r\n${A}w\r\n--BND--`, ['SyntaxError']],
  [
    'bytes in the header that are no UTF-8',
    '--BND\r\nContent-Disposition: x; name=\xff\r\n\r\n',
    ['SyntaxError'],
  ],
])('%s', (_what, body, events) => {
  expect(short(body)).toEqual(events)
})

test('the header of a part', () => {
  const header =
    'content-DISPOSITION: form-data;\r\n name="\xc3\xa9"\r\nbroken\r\n:none\r\nbad name: 1\r\nX: a\0b\r\n Y: 1'
  expect(read(`--BND\r\n${header}\r\n\r\n1\r\n--BND--`)[1]).toBe(
    '<\xe9> content-DISPOSITION=form-data; name="\xe9"; broken=',
  )
})

test.each([
  ['form-data', '<null>'],
  ['form-data; name=""', '<>'],
  ['form-data; name="a%22b\\"c"', '<a"b"c>'],
  ["form-data; name=f; filename=x; filename*=UTF-8''%e2%98%83", '<f, \u2603>'],
  ['attachment; name=f; filename=""', '<f, >'],
])('Content-Disposition: %s', (disposition, head) => {
  const [, found] = read(`--BND\r\nContent-Disposition: ${disposition}\r\n\r\n1\r\n--BND--`)
  expect(found).toBe(`${head} Content-Disposition=${disposition}`)
})

describe('however it is cut', () => {
  const BODY = `junk\r\n${A}\r\nv\r\n--BNx\r\n--BND  \r\n${A.slice(7)}\n\r\n--BND--  \r\ntail`

  test('in two', () => {
    const block = latin(BODY)
    const expected = feed([block])
    expect(expected.at(-1)).toBe('epilogue:tail')
    for (let at = 0; at <= block.length; at++) {
      expect(feed([block.slice(0, at), block.slice(at)])).toEqual(expected)
    }
  })

  test('byte by byte', () => {
    const block = latin(BODY)
    expect(feed(Array.from(block, (byte) => Uint8Array.of(byte)))).toEqual(feed([block]))
  })

  test('any body, anywhere', () => {
    const piece = fc.constantFrom('\r', '\n', '\r\n', '-', '--', '--BND', 'BND', ' ', 'x', '\r\n--BND\r\n', A)
    const body = fc.array(piece, { maxLength: 14 }).map((pieces) => `${pieces.join('')}\r\n--BND--`)
    const places = fc.array(fc.nat(400), { maxLength: 8 })
    fc.assert(
      fc.property(body, body, places, (before, after, cuts) => {
        const block = latin(`${before}\r\n${A}${after}`)
        expect(feed(cut(block, cuts))).toEqual(feed([block]))
      }),
      { numRuns: 1000 },
    )
  })

  test('finds what was put in, for any content without the boundary', () => {
    const content = fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'B', 'N', 'x'), maxLength: 30 })
    fc.assert(
      fc.property(content, content, (first, second) => {
        expect(short(`${A}${first}\r\n${A}${second}\r\n--BND--`)).toEqual([first, second])
      }),
    )
  })
})

describe('limits', () => {
  const BODY = `${A}1\r\n${A}2\r\n--BND--`

  test.each<[MultipartDecoderOptions, events: string[]]>([
    [{}, ['1', '2']],
    [{ maxParts: 2 }, ['1', '2']],
    [{ maxParts: 1 }, ['1', 'RequestEntityTooLarge']],
    [{ maxParts: 0 }, ['RequestEntityTooLarge']],
    [{ maxFormMemorySize: BODY.length }, ['1', '2']],
    [{ maxFormMemorySize: BODY.length - 1 }, ['RequestEntityTooLarge']],
    [{ maxHeldSize: 40 }, ['1', '2']],
    [{ maxHeldSize: 39 }, ['RequestEntityTooLarge']],
  ])('%o', (options, events) => {
    expect(short(BODY, options)).toEqual(events)
  })

  test.each([
    ['before the first boundary', 'x'.repeat(70_000)],
    ['in a header', `--BND\r\nX: ${'y'.repeat(70_000)}`],
    ['in a header that comes whole', `--BND\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`],
    ['behind the last boundary', `--BND--${'x'.repeat(70_000)}`],
  ])('bytes %s', (_where, body) => {
    expect(read(body).at(-1)).toBe('RequestEntityTooLarge')
    expect(feed(cut(latin(body), [10, 20, 5000, 66_000, 69_000])).at(-1)).toBe('RequestEntityTooLarge')
  })

  test('the error names the limit', () => {
    const decoder = new MultipartDecoder('BND', { maxFormMemorySize: 10 })
    expect(() => decoder.receiveData(new Uint8Array(11))).toThrow(RequestEntityTooLarge)
    expect(() => decoder.receiveData(new Uint8Array(11))).toThrow(/10 bytes at once.*maxFormMemorySize/)
  })
})

test.each([[''], ['\xe9'], ['a\r\n'], ['a'.repeat(201)], [Uint8Array.of(0xff)], [new Uint8Array(0)]])(
  'no boundary: %j',
  (boundary) => {
    expect(() => new MultipartDecoder(boundary)).toThrow(TypeError)
  },
)

test('content is given out as it comes, as a view', () => {
  const decoder = new MultipartDecoder(bytes('BND'))
  const first = latin(`${A}some data`)
  decoder.receiveData(first)
  expect([decoder.nextEvent().type, decoder.state]).toEqual(['preamble', State.PART])
  expect([decoder.nextEvent().type, decoder.state]).toEqual(['field', State.DATA_START])
  const event = decoder.nextEvent() as Data
  expect([event.type, fromBytes(event.data), event.moreData]).toEqual(['data', 'some data', true])
  expect(event.data.buffer).toBe(first.buffer)
  expect(decoder.state).toBe(State.DATA)
  expect(decoder.nextEvent().type).toBe('need-data')
  decoder.receiveData(latin('\r\n--BND--'))
  expect(decoder.nextEvent()).toMatchObject({ type: 'data', moreData: false })
  expect([decoder.nextEvent().type, decoder.state]).toEqual(['need-data', State.EPILOGUE])
  decoder.receiveData(null)
  expect([decoder.nextEvent().type, decoder.state]).toEqual(['epilogue', State.COMPLETE])
  expect(() => decoder.nextEvent()).toThrow(SyntaxError)
})

describe('hostile bodies of a megabyte end', () => {
  const MB = 1_000_000
  test.each([
    ['line ends', '\r\n'],
    ['carriage returns', '\r'],
    ['delimiters that are almost some', '\r\n--BN\r\n--BNX'],
    ['delimiters with one dash', '\r\n--BND-'],
    ['dashes', '-'],
    ['blanks behind a boundary', ' '],
  ])('%s', (_what, filling) => {
    const content = filling.repeat(MB / filling.length)
    const blocks = cut(
      latin(`${A}${content}\r\n--BND--`),
      Array.from({ length: 100 }, (_, n) => n * 9973),
    )
    expect(feed(blocks).slice(2)).toEqual([content, 'epilogue:'])
  })

  test('a preamble of boundaries that are none', () => {
    expect(read(`--BND${'--BNDx'.repeat(10_000)}\r\n${A}v\r\n--BND--`)).toHaveLength(2)
  })

  test('a header that comes byte by byte', () => {
    const header = latin(`--BND\r\nX: ${'y'.repeat(65_000)}`)
    expect(feed(Array.from(header, (byte) => Uint8Array.of(byte)))).toEqual(['preamble:', 'SyntaxError'])
  })
})

test('the constants of the original', () => {
  expect('a\rb\nc\r\nd'.split(LINE_BREAK)).toEqual(['a', 'b', 'c', 'd'])
  expect(SEARCH_EXTRA_LENGTH).toBe(8)
  expect(Object.keys(State)).toEqual(['PREAMBLE', 'PART', 'DATA_START', 'DATA', 'EPILOGUE', 'COMPLETE'])
})

test('types', () => {
  const event = new MultipartDecoder('b').nextEvent()
  expectTypeOf(event).toEqualTypeOf<MultipartEvent>()
  expectTypeOf<Extract<MultipartEvent, { type: 'file' }>>().toEqualTypeOf<File>()
})
