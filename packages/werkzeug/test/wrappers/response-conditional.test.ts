import { buildEnviron, call } from '@triptych/raw/testing'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { clock } from '../../src/clock.ts'
import { RequestedRangeNotSatisfiable } from '../../src/exceptions/requested-range-not-satisfiable.ts'
import { Response } from '../../src/wrappers/response.ts'
import { FileWrapper } from '../../src/wsgi/file-wrapper.ts'

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT'
const LATER = 'Sun, 06 Nov 1994 08:49:38 GMT'
const TEXT = '0123456789'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const asking = (headers: Record<string, string>, method = 'GET') => buildEnviron({ method, headers })

afterEach(() => {
  vi.restoreAllMocks()
})

describe('conditions', () => {
  test.each([
    [{ 'If-None-Match': '"v1"' }, 304],
    [{ 'If-None-Match': 'W/"v1"' }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"v2"' }, 200],
    [{ 'If-None-Match': '"v2"', 'If-Modified-Since': LATER }, 200],
    [{ 'If-Modified-Since': DATE }, 304],
    [{ 'If-Modified-Since': LATER }, 304],
    [{ 'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:36 GMT' }, 200],
    [{ 'If-Modified-Since': 'junk' }, 200],
    [{ 'If-Match': '"v1"' }, 200],
    [{ 'If-Match': '"v2"' }, 412],
    [{}, 200],
  ])('%j gives %i', (headers, code) => {
    const response = new Response('a', { headers: { ETag: '"v1"', 'Last-Modified': DATE } })
    expect(response.makeConditional(asking(headers))).toBe(response)
    expect(response.statusCode).toBe(code)
  })

  test('only GET and HEAD have them', () => {
    const response = new Response('a', { headers: { ETag: '"v1"' } })
    response.makeConditional(asking({ 'If-None-Match': '*' }, 'POST'))
    expect(response.statusCode).toBe(200)
    expect(response.headers.has('Date')).toBe(false)
    response.makeConditional(asking({ 'If-None-Match': '*' }, 'HEAD'))
    expect(response.statusCode).toBe(304)
  })

  test('a request is taken as well, and Date is set', () => {
    vi.spyOn(clock, 'now').mockReturnValue(1_700_000_000_000)
    const response = new Response('a').makeConditional({ environ: asking({}) })
    expect(response.headers.get('Date')).toBe('Tue, 14 Nov 2023 22:13:20 GMT')
    const dated = new Response('a', { headers: { Date: DATE } }).makeConditional(asking({}))
    expect(dated.headers.get('Date')).toBe(DATE)
  })

  test('the length is set where it can be known at once', () => {
    function* generated() {
      yield 'ab'
    }
    async function* awaited() {
      yield 'ab'
    }
    expect(new Response(generated()).makeConditional(asking({})).contentLength).toBe(2)
    const streamed = new Response(awaited()).makeConditional(asking({}))
    expect(streamed.contentLength).toBeNull()
    expect(streamed.isSequence).toBe(false)
    const passed = new Response(generated(), { directPassthrough: true }).makeConditional(asking({}))
    expect(passed.contentLength).toBeNull()
  })
})

/** A body of ten bytes, in every form. */
const BODIES: [name: string, make: (text: string, size: number) => Response][] = [
  ['text', (text) => new Response(text)],
  ['an array', (text, size) => new Response(blocksOf(text, size))],
  ['a generator', (text, size) => new Response(blocksOf(text, size)[Symbol.iterator]())],
  [
    'an asynchronous generator',
    (text, size) =>
      new Response(
        (async function* () {
          yield* blocksOf(text, size)
        })(),
      ),
  ],
  ['a file', (text, size) => new Response(new FileWrapper(fileOf(text, true), size))],
  ['a pipe', (text, size) => new Response(new FileWrapper(fileOf(text, false), size))],
]

const blocksOf = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size))

function fileOf(text: string, seekable: boolean) {
  let position = 0
  const read = (size: number) => bytes(text).subarray(position, (position += size))
  return seekable ? { read, seek: (to: number) => void (position = to) } : { read }
}

describe('ranges', () => {
  test.each([
    ['bytes=0-0', 'bytes 0-0/10', '0'],
    ['bytes=2-5', 'bytes 2-5/10', '2345'],
    ['bytes=8-', 'bytes 8-9/10', '89'],
    ['bytes=8-99', 'bytes 8-9/10', '89'],
    ['bytes=-3', 'bytes 7-9/10', '789'],
    ['bytes=0-9', 'bytes 0-9/10', TEXT],
    ['bytes=0-', 'bytes 0-9/10', TEXT],
  ])('%s of every body', async (Range, contentRange, part) => {
    for (const [, make] of BODIES) {
      const response = make(TEXT, 4).makeConditional(asking({ Range }), {
        acceptRanges: true,
        completeLength: 10,
      })
      expect(response.status).toBe('206 PARTIAL CONTENT')
      const answer = await call(response, '/')
      expect(answer.headers.get('Content-Range')).toBe(contentRange)
      expect(answer.headers.get('Content-Length')).toBe(String(part.length))
      expect(answer.headers.get('Accept-Ranges')).toBe('bytes')
      expect(answer.text()).toBe(part)
    }
  })

  test('any part of any body in any blocks', async () => {
    const range = fc
      .tuple(fc.nat(39), fc.nat(45))
      .map(([one, other]) => [Math.min(one, other), Math.max(one, other)])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...BODIES),
        fc.integer({ min: 1, max: 41 }),
        range,
        async ([, make], size, [start = 0, stop = 0]) => {
          const text = 'abcdefghijklmnopqrstuvwxyz0123456789ABCD'
          const response = make(text, size).makeConditional(asking({ Range: `bytes=${start}-${stop}` }), {
            acceptRanges: true,
            completeLength: 40,
          })
          expect((await call(response, '/')).text()).toBe(text.slice(start, stop + 1))
        },
      ),
    )
  })

  test.each(['bytes=10-', 'bytes=5-2', 'bytes=a-b', 'bytes', 'items=0-1', 'bytes=0-1,3-4'])(
    '%s is 416',
    (Range) => {
      const response = new Response(TEXT)
      const ask = () =>
        response.makeConditional(asking({ Range }), { acceptRanges: true, completeLength: 10 })
      expect(ask).toThrow(RequestedRangeNotSatisfiable)
      expect(response.status).toBe('200 OK')
    },
  )

  test.each([
    [{ acceptRanges: false, completeLength: 10 }, null],
    [{ completeLength: 10 }, null],
    [{ acceptRanges: true }, 'bytes'],
    [{ acceptRanges: true, completeLength: 0 }, 'bytes'],
    [{ acceptRanges: 'none', completeLength: null }, 'none'],
  ])('%j sends the whole', (options, acceptRanges) => {
    const response = new Response(TEXT).makeConditional(asking({ Range: 'bytes=0-1' }), options)
    expect(response.statusCode).toBe(200)
    expect(response.acceptRanges).toBe(acceptRanges)
  })

  test.each([
    ['"v1"', 206],
    ['"v2"', 200],
    [DATE, 206],
    ['Sun, 06 Nov 1994 08:49:36 GMT', 200],
  ])('If-Range: %s gives %i', (ifRange, code) => {
    const response = new Response(TEXT, { headers: { ETag: '"v1"', 'Last-Modified': DATE } })
    const headers = { Range: 'bytes=0-1', 'If-Range': ifRange }
    response.makeConditional(asking(headers), { acceptRanges: true, completeLength: 10 })
    expect(response.statusCode).toBe(code)
  })

  test('what it comes from is closed', async () => {
    let closed = 0
    const file = { ...fileOf(TEXT, true), close: () => void closed++ }
    const response = new Response(new FileWrapper(file, 4), { directPassthrough: true })
    response.makeConditional(asking({ Range: 'bytes=1-2' }), { acceptRanges: true, completeLength: 10 })
    expect((await call(response, '/')).text()).toBe('12')
    expect(closed).toBe(1)
  })
})

describe('several ranges', () => {
  const text = Array.from({ length: 1000 }, (_, at) => String.fromCharCode(97 + (at % 26))).join('')
  const options = { acceptRanges: true, completeLength: 1000, multiRange: true }
  const parts = (body: string, type: string): [string, string][] => {
    const boundary = type.split('boundary=')[1]!
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => {
        const [head = '', content = ''] = part.split('\r\n\r\n')
        return [/Content-Range: (.*)/.exec(head)![1]!, content.replace(/\r\n$/, '')]
      })
  }

  test.each(BODIES)('%s', async (_, make) => {
    const response = make(text, 7).makeConditional(asking({ Range: 'bytes=500-501,0-3,-2' }), options)
    const answer = await call(response, '/')
    expect(answer.status).toBe('206 PARTIAL CONTENT')
    const type = answer.headers.get('Content-Type')!
    expect(type).toMatch(/^multipart\/byteranges; boundary=/)
    expect(answer.headers.get('Content-Length')).toBe(String(answer.bytes().length))
    expect(answer.headers.get('Content-Range')).toBeUndefined()
    expect(parts(answer.text(), type)).toEqual([
      ['bytes 0-3/1000', text.slice(0, 4)],
      ['bytes 500-501/1000', text.slice(500, 502)],
      ['bytes 998-999/1000', text.slice(998)],
    ])
    expect(answer.text()).toContain('Content-Type: text/plain; charset=utf-8\r\n')
  })

  test.each([
    ['bytes=0-1,5-6', 'bytes 0-6/1000'],
    ['bytes=5-6,2000-', 'bytes 5-6/1000'],
    ['bytes=5-6', 'bytes 5-6/1000'],
  ])('%s is one part', async (Range, contentRange) => {
    const response = new Response(text).makeConditional(asking({ Range }), options)
    expect(response.headers.get('Content-Range')).toBe(contentRange)
    expect((await call(response, '/')).headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  })

  test('too many are ignored, none at all is 416', () => {
    const many = Array.from({ length: 50 }, (_, at) => `${at * 20}-${at * 20}`).join(',')
    expect(new Response(text).makeConditional(asking({ Range: `bytes=${many}` }), options).statusCode).toBe(
      200,
    )
    expect(() => new Response(text).makeConditional(asking({ Range: 'bytes=2000-,3000-' }), options)).toThrow(
      RequestedRangeNotSatisfiable,
    )
  })

  test('a header of a million ranges ends', () => {
    const Range = `bytes=${'0-0,'.repeat(250_000)}0-0`
    expect(new Response(text).makeConditional(asking({ Range }), options).statusCode).toBe(200)
  })
})
