import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { call } from '@triptych/raw/testing'
import { useNodeCodecs } from '@triptych/webob/encoding-node'
import { DecodedSizeError, Response, codecs, type ContentCoding } from '@triptych/webob/response'

const TEXT = 'hello '.repeat(1000)
const before = [...codecs]
afterAll(() => {
  codecs.clear()
  for (const [coding, own] of before) codecs.set(coding, own)
})

/** A body that counts how often it is closed. */
function closable(): { appIter: Iterable<Uint8Array> & { close: () => void }; closed: () => number } {
  let closed = 0
  const appIter = Object.assign([new TextEncoder().encode(TEXT)].values(), { close: () => void closed++ })
  return { appIter, closed: () => closed }
}

const bomb = (): Response => {
  const response = new Response(gzipSync(new Uint8Array(10_000_000)))
  response.contentEncoding = 'gzip'
  return response
}

describe.each(['platform', 'node'])('codings of %s', (where) => {
  test('are put on and taken off', async () => {
    if (where === 'node') useNodeCodecs()
    const codings: ContentCoding[] = where === 'node' ? ['gzip', 'deflate', 'br'] : ['gzip', 'deflate']
    for (const coding of codings) {
      const response = new Response(TEXT)
      await response.encodeContent(coding)
      expect(response.contentEncoding).toBe(coding)
      expect(response.contentLength).toBe((await response.body()).length)
      expect(response.contentLength).toBeLessThan(500)
      await response.encodeContent(coding)
      expect(response.contentEncoding).toBe(coding)
      await response.decodeContent()
      expect(response.contentEncoding).toBeNull()
      expect(response.contentLength).toBe(TEXT.length)
      expect(await response.text()).toBe(TEXT)
    }
  })

  test('a small body that unpacks to a huge one is stopped', async () => {
    if (where === 'node') useNodeCodecs()
    const response = bomb()
    const decoding = response.decodeContent({ limit: 1_000_000 })
    await expect(decoding).rejects.toBeInstanceOf(DecodedSizeError)
    await expect(decoding).rejects.toMatchObject({ code: 'ERR_DECODED_SIZE' })
    expect(response.contentEncoding).toBe('gzip')
    await response.decodeContent({ limit: 10_000_000 })
    expect(response.contentLength).toBe(10_000_000)
  })
})

describe('encodeContent', () => {
  test('lazily, while it is sent, without a length', async () => {
    const response = new Response(TEXT)
    await response.encodeContent('gzip', { lazy: true })
    expect(response.contentLength).toBeNull()
    const answer = await call(response, '/')
    expect(answer.headers.get('Content-Encoding')).toBe('gzip')
    expect(gunzipSync(answer.bytes()).toString()).toBe(TEXT)
  })

  test.each(['GET', 'HEAD'])('closes what it reads once, also for %s', async (method) => {
    const { appIter, closed } = closable()
    const response = new Response({ appIter })
    await response.encodeContent('gzip', { lazy: true })
    expect(closed()).toBe(0)
    await call(response, { method })
    expect(closed()).toBe(1)
  })

  test('closes what it reads once', async () => {
    const { appIter, closed } = closable()
    const response = new Response({ appIter })
    await response.encodeContent()
    expect(closed()).toBe(1)
    expect(gunzipSync(await response.body()).toString()).toBe(TEXT)
  })

  test('fails when the body fails, and closes it', async () => {
    let closed = 0
    function* failing(): Generator<Uint8Array> {
      yield new Uint8Array(3)
      throw new Error('disk on fire')
    }
    const appIter = Object.assign(failing(), { close: () => void closed++ })
    await expect(new Response({ appIter }).encodeContent()).rejects.toThrow('disk on fire')
    expect(closed).toBe(1)
  })

  test('another coding is taken off first, so that there is one', async () => {
    const response = new Response(TEXT)
    await response.encodeContent('deflate')
    await response.encodeContent('gzip')
    expect(gunzipSync(await response.body()).toString()).toBe(TEXT)
  })

  test('identity takes it off', async () => {
    const response = new Response(TEXT)
    await response.encodeContent()
    await response.encodeContent('identity')
    expect([response.contentEncoding, await response.text()]).toEqual([null, TEXT])
  })

  test('an unknown coding is refused before anything happens', async () => {
    const response = new Response(TEXT)
    await expect(response.encodeContent('zip' as never)).rejects.toBeInstanceOf(RangeError)
    expect([response.contentEncoding, await response.text()]).toEqual([null, TEXT])
  })
})

describe('decodeContent', () => {
  test.each(['GZIP', ' gzip', 'x-gzip'])('knows %j', async (contentEncoding) => {
    const response = new Response(gzipSync(TEXT), { contentEncoding })
    await response.decodeContent()
    expect(await response.text()).toBe(TEXT)
  })

  test('reads deflate without its wrapper', async () => {
    const response = new Response(deflateRawSync(TEXT), { contentEncoding: 'deflate' })
    await response.decodeContent()
    expect(await response.text()).toBe(TEXT)
  })

  test.each(['identity', null])('%s is nothing to do', async (contentEncoding) => {
    const response = new Response('a', { contentEncoding })
    await response.decodeContent()
    expect(await response.text()).toBe('a')
  })

  test('the digest of the coded body goes', async () => {
    const response = new Response(gzipSync(TEXT), { contentEncoding: 'gzip', contentMd5: 'abc' })
    await response.decodeContent()
    expect(response.contentMd5).toBeNull()
  })

  test.each(['zip', 'gzip, br'])('%s is refused', async (contentEncoding) => {
    await expect(new Response('a', { contentEncoding }).decodeContent()).rejects.toBeInstanceOf(RangeError)
  })

  test.each(['gzip', 'deflate'])('what is no %s is refused', async (contentEncoding) => {
    await expect(new Response('plain text', { contentEncoding }).decodeContent()).rejects.toBeInstanceOf(
      Error,
    )
  })
})
