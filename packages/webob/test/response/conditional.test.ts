import { describe, expect, test } from 'vitest'
import { call } from '@triptych/raw/testing'
import { Response, type ResponseOptions } from '@triptych/webob/response'

const MODIFIED = new Date(Date.UTC(2024, 0, 2, 3, 4, 5))
const SAME = 'Tue, 02 Jan 2024 03:04:05 GMT'
const EARLIER = 'Mon, 01 Jan 2024 00:00:00 GMT'
const TEXT = '0123456789'.repeat(100)

const make = (options: ResponseOptions = {}): Response =>
  new Response(TEXT, {
    contentType: 'text/plain',
    etag: 'tag',
    lastModified: MODIFIED,
    conditionalResponse: true,
    ...options,
  })

type Fields = Readonly<Record<string, string>>

const answer = (headers: Fields, options?: ResponseOptions, method = 'GET') =>
  call(make(options), { target: '/', method, headers })

/** A body that counts how often it is closed. */
function closable(): { appIter: Iterable<Uint8Array> & { close: () => void }; closed: () => number } {
  let closed = 0
  const blocks = TEXT.match(/.{7}|.+$/g)!.map((text) => new TextEncoder().encode(text))
  return { appIter: Object.assign(blocks.values(), { close: () => void closed++ }), closed: () => closed }
}

describe('304', () => {
  test.each<[Fields, number]>([
    [{ 'If-None-Match': '"tag"' }, 304],
    [{ 'If-None-Match': 'W/"tag"' }, 304],
    [{ 'If-None-Match': '"a", "tag"' }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"other"' }, 200],
    [{ 'If-None-Match': '"other"', 'If-Modified-Since': SAME }, 200],
    [{ 'If-Modified-Since': SAME }, 304],
    [{ 'If-Modified-Since': EARLIER }, 200],
    [{ 'If-Modified-Since': 'yesterday' }, 200],
    // What guards a change is for who makes the change: see the page.
    [{ 'If-Match': '"other"' }, 200],
    [{ 'If-Unmodified-Since': EARLIER }, 200],
  ])('%j gives %d', async (headers, code) => {
    const got = await answer(headers)
    expect([got.code, got.text()]).toEqual([code, code === 304 ? '' : TEXT])
  })

  test('has no body, no type and no length, and the other fields', async () => {
    const got = await answer({ 'If-None-Match': '"tag"' }, { vary: 'Accept' })
    expect(got.text()).toBe('')
    expect([...got.headers].map(([name]) => name).toSorted()).toEqual(['ETag', 'Last-Modified', 'Vary'])
  })

  test.each(['404 Not Found', '302 Found', '500 Internal Server Error'])(
    'conditions are no matter to %s',
    async (status) => {
      expect((await answer({ 'If-None-Match': '*' }, { status })).status).toBe(status)
      expect((await answer({ 'If-Modified-Since': SAME }, { status })).status).toBe(status)
    },
  )

  test('nor to POST, nor without conditionalResponse', async () => {
    const headers = { 'If-None-Match': '"tag"', Range: 'bytes=0-1' }
    expect((await answer(headers, {}, 'POST')).status).toBe('200 OK')
    expect((await answer(headers, { conditionalResponse: false })).status).toBe('200 OK')
  })
})

describe('one range', () => {
  test.each([
    ['bytes=0-4', '01234', 'bytes 0-4/1000'],
    ['bytes=995-', '56789', 'bytes 995-999/1000'],
    ['bytes=-3', '789', 'bytes 997-999/1000'],
    ['bytes=998-5000', '89', 'bytes 998-999/1000'],
  ])('%s', async (Range, text, contentRange) => {
    const got = await answer({ Range })
    const { status, headers } = got
    const { appIter } = closable()
    const once = new Response({ appIter, contentLength: 1000, conditionalResponse: true })
    expect((await call(once, { headers: { Range } })).text()).toBe(text)
    expect([status, got.text()]).toEqual(['206 Partial Content', text])
    expect(headers.get('Content-Range')).toBe(contentRange)
    expect(headers.get('Content-Length')).toBe(String(text.length))
    expect(headers.get('Content-Type')).toBe('text/plain; charset=UTF-8')
  })

  test.each(['bytes=1000-', 'bytes=5000-6000'])('%s is 416', async (Range) => {
    const got = await answer({ Range })
    const { status, headers } = got
    expect(status).toBe('416 Requested Range Not Satisfiable')
    expect(headers.get('Content-Range')).toBe('bytes */1000')
    expect(headers.get('Content-Type')).toBe('text/plain')
    expect(got.text()).toContain('not satisfiable')
  })

  test.each(['lines=0-4', 'bytes=4-0', 'bytes', '', 'bytes=a-b'])('%j is no range', async (Range) => {
    expect((await answer({ Range })).status).toBe('200 OK')
  })

  test.each([
    ['"tag"', 206],
    ['"other"', 200],
    ['W/"tag"', 200],
    [SAME, 206],
    [EARLIER, 200],
  ])('If-Range: %s gives %d', async (condition, code) => {
    expect((await answer({ Range: 'bytes=0-4', 'If-Range': condition })).code).toBe(code)
  })

  test.each<[string, ResponseOptions]>([
    ['another status', { status: 201 }],
    ['a part already', { contentRange: [0, 1000, 2000] }],
    ['no length', { contentLength: null }],
  ])('%s: the whole', async (_, options) => {
    const got = await answer({ Range: 'bytes=0-4' }, options)
    expect(got.text()).toBe(TEXT)
  })

  test('a body that cuts itself does', async () => {
    const asked: unknown[] = []
    const appIter = {
      *[Symbol.iterator](): Generator<Uint8Array> {
        yield new TextEncoder().encode('whole')
      },
      appIterRange: (start: number, stop: number | null) => {
        asked.push([start, stop])
        return [new TextEncoder().encode('cut')]
      },
    }
    const response = new Response({ appIter, contentLength: 5, conditionalResponse: true })
    expect((await call(response, { headers: { Range: 'bytes=1-3' } })).text()).toBe('cut')
    expect(asked).toEqual([[1, 4]])
  })
})

describe('several ranges', () => {
  const ONCE = 'bytes=500-501,0-1'

  test.each(['a list', 'blocks that are read once'])('of %s come in parts', async (kind) => {
    const { appIter } = closable()
    const response =
      kind === 'a list'
        ? make()
        : new Response({ appIter, contentLength: 1000, contentType: 'text/plain', conditionalResponse: true })
    const got = await call(response, { headers: { Range: ONCE } })
    const { status, headers } = got
    expect(status).toBe('206 Partial Content')
    const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(headers.get('Content-Type')!)![1]!
    const part = (range: string, text: string): string =>
      `--${boundary}\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Range: bytes ${range}/1000\r\n\r\n${text}\r\n`
    const parts = [part('500-501', '01'), part('0-1', '01')]
    if (kind !== 'a list') parts.reverse()
    expect(got.text()).toBe(`${parts.join('')}--${boundary}--\r\n`)
    expect(headers.get('Content-Length')).toBe(String(got.bytes().length))
    expect(headers.has('Content-Range')).toBe(false)
  })

  test('of blocks that are read once are cut out of any of them, and no more than needed is read', async () => {
    let read = 0
    const blocks = function* (): Generator<Uint8Array> {
      for (const digit of '0123456789') {
        read++
        yield new TextEncoder().encode(digit.repeat(100))
      }
    }
    const response = new Response({ appIter: blocks(), contentLength: 1000, conditionalResponse: true })
    const got = await call(response, { headers: { Range: 'bytes=350-649,0-9' } })
    const found = [...got.text().matchAll(/Content-Range: (\S+ \S+)\r\n\r\n(\d*)/g)]
    expect(found.map(([, range, text]) => [range, text])).toEqual([
      ['bytes 0-9/1000', '0'.repeat(10)],
      ['bytes 350-649/1000', `${'3'.repeat(50)}${'4'.repeat(100)}${'5'.repeat(100)}${'6'.repeat(50)}`],
    ])
    expect(got.headers.get('Content-Length')).toBe(String(got.bytes().length))
    expect(read).toBe(7)
  })

  test('that lie together are one', async () => {
    const got = await answer({ Range: 'bytes=0-4,2-8,10-11' })
    const { headers } = got
    expect([headers.get('Content-Range'), got.text()]).toEqual(['bytes 0-11/1000', '012345678901'])
  })

  test('more than are worth it: the whole', async () => {
    const many = Array.from({ length: 17 }, (_, at) => `${at * 50}-${at * 50}`).join(',')
    const got = await answer({ Range: `bytes=${many}` })
    const { status } = got
    expect([status, got.text()]).toEqual(['200 OK', TEXT])
  })

  test('none that there is: 416', async () => {
    expect((await answer({ Range: 'bytes=1000-,2000-' })).status).toMatch(/^416/)
  })
})

describe('closing', () => {
  test.each<[string, Fields]>([
    ['304', { 'If-None-Match': '"tag"' }],
    ['206', { Range: 'bytes=0-4' }],
    ['206 in parts', { Range: 'bytes=0-1,900-901' }],
    ['416', { Range: 'bytes=5000-' }],
    ['200', {}],
  ])('%s closes the body once, for GET and HEAD', async (_, headers) => {
    for (const method of ['GET', 'HEAD']) {
      const { appIter, closed } = closable()
      const response = new Response({ appIter, contentLength: 1000, etag: 'tag', conditionalResponse: true })
      const got = await call(response, { method, headers })
      expect(closed()).toBe(1)
      expect(method === 'HEAD' ? got.bytes().length : 0).toBe(0)
    }
  })
})

test.each([
  ['commas', `bytes=${','.repeat(1_000_000)}`],
  ['ranges', `bytes=${'0-0,'.repeat(250_000)}0-0`],
  ['digits', `bytes=${'9'.repeat(1_000_000)}-`],
  ['blanks', `bytes=${' '.repeat(1_000_000)}x`],
  ['a unit', 'a'.repeat(1_000_000)],
])('a Range of a million characters (%s) takes linear time', async (_, Range) => {
  const { status } = await answer({ Range })
  expect(status).toMatch(/^(200|206|416)/)
})

test.each(['If-None-Match', 'If-Range', 'If-Modified-Since'])(
  'a million bytes of %s take linear time',
  async (name) => {
    for (const value of ['"a",'.repeat(250_000), 'W/'.repeat(500_000), '"'.repeat(1_000_000)]) {
      const { status } = await answer({ Range: 'bytes=0-4', [name]: value })
      expect(status).toMatch(/^(200|206)/)
    }
  },
)
