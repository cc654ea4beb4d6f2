import { call } from '@triptych/raw/testing'
import { describe, expect, test, vi } from 'vitest'
import { Response, type ResponseOptions } from '../../src/response/index.ts'

const DIGITS = '0123456789'
const LAST = new Date(Date.UTC(2024, 0, 1))
const HTTP = LAST.toUTCString()

/** A response of ten digits, as a list or as blocks that come once. */
const digits = (options: ResponseOptions = {}): Response =>
  new Response(DIGITS, {
    contentType: 'text/plain',
    etag: 'v1',
    lastModified: LAST,
    conditionalResponse: true,
    ...options,
  })

const once = (close: () => void = () => undefined): Response => {
  const blocks = ['012', '345', '6789'].map((text) => new TextEncoder().encode(text))
  return new Response({
    appIter: Object.assign(blocks.values(), { close }),
    contentLength: 10,
    conditionalResponse: true,
  })
}

describe('conditions', () => {
  test.each([
    [{ 'If-None-Match': '"v1"' }, 304],
    [{ 'If-None-Match': 'W/"v1"' }, 304],
    [{ 'If-None-Match': '"v0", "v1"' }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"v0"' }, 200],
    [{ 'If-Modified-Since': HTTP }, 304],
    [{ 'If-Modified-Since': new Date(+LAST - 1000).toUTCString() }, 200],
    [{ 'If-Modified-Since': 'yesterday' }, 200],
    // If-None-Match stands before If-Modified-Since (RFC 9110 section 13.2.2).
    [{ 'If-None-Match': '"v0"', 'If-Modified-Since': HTTP }, 200],
  ])('%j is answered %d', async (headers, code) => {
    const answer = await call(digits(), { headers })
    expect(answer.code).toBe(code)
    expect(answer.text()).toBe(code === 304 ? '' : DIGITS)
    expect(answer.headers.get('ETag')).toBe('"v1"')
  })

  test('304 has no type and no length', async () => {
    const answer = await call(digits(), { headers: { 'If-None-Match': '"v1"' } })
    expect(answer.headers.has('Content-Type')).toBe(false)
    expect(answer.headers.has('Content-Length')).toBe(false)
  })

  test('they count for GET and HEAD only, and only where they are asked for', async () => {
    const headers = { 'If-None-Match': '"v1"' }
    expect((await call(digits(), { method: 'POST', headers })).code).toBe(200)
    expect((await call(digits({ conditionalResponse: false }), { headers })).code).toBe(200)
  })
})

describe('one range', () => {
  test.each([
    ['bytes=0-4', '01234', 'bytes 0-4/10'],
    ['bytes=5-', '56789', 'bytes 5-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['bytes=-100', DIGITS, 'bytes 0-9/10'],
  ])('%s', async (range, text, contentRange) => {
    for (const response of [digits(), once()]) {
      const answer = await call(response, { headers: { Range: range } })
      expect(answer.status).toBe('206 Partial Content')
      expect(answer.headers.get('Content-Range')).toBe(contentRange)
      expect(answer.headers.get('Content-Length')).toBe(String(text.length))
      expect(answer.text()).toBe(text)
    }
  })

  test.each(['bytes=10-', 'bytes=10-20'])('%s is none of it', async (range) => {
    const answer = await call(digits(), { headers: { Range: range } })
    expect(answer.code).toBe(416)
    expect(answer.headers.get('Content-Range')).toBe('bytes */10')
  })

  test.each(['bytes=', 'bytes=5-2', 'lines=0-4', 'bytes=a-b', 'bytes 0-4'])(
    '%s is no range',
    async (range) => {
      expect((await call(digits(), { headers: { Range: range } })).code).toBe(200)
    },
  )

  test.each([
    ['"v1"', 206],
    ['"v0"', 200],
    ['W/"v1"', 200],
    [HTTP, 206],
    [new Date(+LAST - 1000).toUTCString(), 200],
  ])('If-Range %s is answered %d', async (ifRange, code) => {
    const headers = { Range: 'bytes=0-4', 'If-Range': ifRange }
    expect((await call(digits(), { headers })).code).toBe(code)
  })

  test('another status, or an unknown length, is sent whole', async () => {
    const headers = { Range: 'bytes=0-4' }
    expect((await call(digits({ status: 404 }), { headers })).code).toBe(404)
    const unknown = new Response({ appIter: [new Uint8Array(3)].values(), conditionalResponse: true })
    expect((await call(unknown, { headers })).code).toBe(200)
  })
})

describe('several ranges', () => {
  const long = 'x'.repeat(1000)
  const parts = (text: string): [range: string, length: number][] =>
    [...text.matchAll(/Content-Range: (\S+ \S+)\r\n\r\n([^\r]*)/g)].map(([, range, body]) => [
      range!,
      body!.length,
    ])

  test('are parts of one answer, in the order that was asked for', async () => {
    const response = new Response(long, { conditionalResponse: true, contentType: 'text/plain' })
    const answer = await call(response, { headers: { Range: 'bytes=900-909,0-9' } })
    expect(answer.code).toBe(206)
    expect(answer.headers.get('Content-Type')).toMatch(/^multipart\/byteranges; boundary=/)
    expect(parts(answer.text())).toEqual([
      ['bytes 900-909/1000', 10],
      ['bytes 0-9/1000', 10],
    ])
    expect(answer.headers.get('Content-Length')).toBe(String(answer.text().length))
  })

  test('of a body that is read once come in its order, and it is read no further than needed', async () => {
    let read = 0
    const blocks = function* (): Generator<Uint8Array> {
      for (let at = 0; at < 10; at++) {
        read++
        yield new TextEncoder().encode(String(at).repeat(100))
      }
    }
    const close = vi.fn<() => void>()
    const response = new Response({
      appIter: Object.assign(blocks(), { close }),
      contentLength: 1000,
      conditionalResponse: true,
    })
    const answer = await call(response, { headers: { Range: 'bytes=350-649,0-9' } })
    expect(parts(answer.text().replaceAll(/(\d)\1{9,}/g, (run) => run.replaceAll(/\d/g, 'x')))).toEqual([
      ['bytes 0-9/1000', 10],
      ['bytes 350-649/1000', 300],
    ])
    expect(answer.headers.get('Content-Length')).toBe(String(answer.text().length))
    expect(read).toBe(7)
    expect(close).toHaveBeenCalledOnce()
  })

  test('that lie close together are one part', async () => {
    const answer = await call(digits(), { headers: { Range: 'bytes=0-1,4-5' } })
    expect(answer.headers.get('Content-Range')).toBe('bytes 0-5/10')
  })

  test('too many are answered with the whole', async () => {
    const Range = `bytes=${Array.from({ length: 100 }, (_, n) => `${n * 9}-${n * 9}`).join(',')}`
    const answer = await call(new Response(long, { conditionalResponse: true }), { headers: { Range } })
    expect(answer.code).toBe(200)
  })
})

describe('closing', () => {
  test.each([
    ['304', { 'If-None-Match': '"v1"' }],
    ['206', { Range: 'bytes=0-4' }],
    ['416', { Range: 'bytes=20-' }],
    ['200', {}],
  ])('the body is closed once with %s', async (_, headers) => {
    const close = vi.fn<() => void>()
    const response = once(close)
    response.etag = 'v1'
    await call(response, { headers })
    expect(close).toHaveBeenCalledOnce()
  })
})

test('a hostile Range of a megabyte is read in linear time', async () => {
  for (const Range of [
    `bytes=${'0-0,'.repeat(250_000)}`,
    `bytes=${'-'.repeat(1_000_000)}`,
    `bytes=${' '.repeat(1_000_000)}`,
  ]) {
    expect((await call(digits(), { headers: { Range } })).code).toBeLessThan(500)
  }
})
