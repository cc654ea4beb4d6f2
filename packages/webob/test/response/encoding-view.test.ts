import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { useNodeCodecs } from '../../src/encoding-node.ts'
import { Response } from '../../src/response/response.ts'

const TEXT = 'hello '.repeat(1000)

describe('putting a body into a coding', () => {
  test('gzip, which anybody can read', async () => {
    const response = new Response(TEXT)
    await response.encodeContent()
    const body = await response.body()
    expect(response.contentEncoding).toBe('gzip')
    expect(response.contentLength).toBe(body.length)
    expect(body.length).toBeLessThan(200)
    expect(gunzipSync(body).toString()).toBe(TEXT)
  })

  test('lazily: while it is sent, without a length', async () => {
    const close = vi.fn<() => void>()
    const blocks = [new TextEncoder().encode(TEXT)]
    const response = new Response({ appIter: Object.assign(blocks.values(), { close }), contentLength: 6000 })
    await response.encodeContent('gzip', { lazy: true })
    expect(response.contentLength).toBeNull()
    expect(close).not.toHaveBeenCalled()
    expect(gunzipSync(await response.body()).toString()).toBe(TEXT)
    expect(close).toHaveBeenCalledOnce()
  })

  test('twice is once, and identity takes it out', async () => {
    const response = new Response(TEXT)
    await response.encodeContent('deflate')
    const first = await response.body()
    await response.encodeContent('deflate')
    expect(await response.body()).toBe(first)
    await response.encodeContent('identity')
    expect(await response.text()).toBe(TEXT)
    expect(response.contentEncoding).toBeNull()
  })

  test('a coding that is none', async () => {
    await expect(new Response('a').encodeContent('zip' as never)).rejects.toBeInstanceOf(RangeError)
  })

  test('a body that fails fails it', async () => {
    const failing = {
      *[Symbol.iterator](): Generator<Uint8Array> {
        yield new Uint8Array(3)
        throw new Error('disk on fire')
      },
    }
    await expect(new Response({ appIter: failing }).encodeContent()).rejects.toThrow('disk on fire')
  })
})

describe('taking it out', () => {
  useNodeCodecs()
  test.each([
    ['gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    // What old servers call deflate.
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ])('of %s', async (contentEncoding, body) => {
    const response = new Response(new Uint8Array(body), { contentEncoding })
    await response.decodeContent()
    expect(await response.text()).toBe(TEXT)
    expect(response.contentLength).toBe(TEXT.length)
    expect(response.contentEncoding).toBeNull()
  })

  test('what is none of it is an error', async () => {
    await expect(new Response('hello', { contentEncoding: 'gzip' }).decodeContent()).rejects.toThrow(Error)
    await expect(new Response('hello', { contentEncoding: 'zip' }).decodeContent()).rejects.toBeInstanceOf(
      RangeError,
    )
  })

  test('a small body that unpacks to a huge one is refused', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000)))
    const response = new Response(bomb, { contentEncoding: 'gzip' })
    await expect(response.decodeContent({ limit: 1_000_000 })).rejects.toMatchObject({
      code: 'ERR_DECODED_SIZE',
    })
  })

  test('nothing to take out', async () => {
    const response = new Response('a')
    await response.decodeContent()
    expect(await response.text()).toBe('a')
  })
})
