import { describe, expect, test, vi } from 'vitest'
import { Response } from '../../src/response/response.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('text and bytes', () => {
  test.each([
    ['UTF-8', 'h\u00e9 \u20ac', 7],
    ['latin-1', 'h\u00e9', 2],
    ['us-ascii', 'he', 2],
  ])('in %s', async (charset, text, length) => {
    const response = new Response({ contentType: `text/plain; charset=${charset}` })
    response.setText(text)
    expect(response.contentLength).toBe(length)
    expect(await response.text()).toBe(text)
    expect((await response.body()).length).toBe(length)
  })

  test('what a charset cannot write is refused, and the body stays', async () => {
    const response = new Response('before', { charset: 'latin-1' })
    expect(() => response.setText('\u20ac')).toThrow(TypeError)
    expect(await response.text()).toBe('before')
  })

  test('bytes that are not in the charset are an error, or U+FFFD where the class says so', async () => {
    class Lenient extends Response {
      static override unicodeErrors: 'strict' | 'replace' = 'replace'
    }
    const broken = new Uint8Array([0x61, 0xff])
    await expect(new Response(broken).text()).rejects.toThrow(Error)
    expect(await new Lenient(broken).text()).toBe('a\ufffd')
  })

  test.each([
    ['text in place of bytes', () => new Response().setBody('a' as never)],
    ['bytes in place of text', () => new Response().setText(bytes('a') as never)],
  ])('%s is a TypeError', (_, set) => {
    expect(set).toThrow(TypeError)
  })

  test('a new body drops Content-MD5, null empties it', async () => {
    const response = new Response('a', { contentMd5: 'abc' })
    response.setBody(bytes('bc'))
    expect([response.contentMd5, response.contentLength]).toEqual([null, 2])
    response.setText(null)
    expect([(await response.body()).length, response.contentLength]).toEqual([0, 0])
  })
})

describe('JSON', () => {
  test('is UTF-8 whatever the charset', async () => {
    const response = new Response({
      json: { a: '\u00e9' },
      charset: 'latin-1',
      contentType: 'application/json',
    })
    expect(await response.json()).toEqual({ a: '\u00e9' })
  })

  test('the type stays when a value is set', async () => {
    const response = new Response('a')
    response.setJson([1])
    expect(response.contentType).toBe('text/html')
    expect(await response.text()).toBe('[1]')
  })

  test.each(['{', '\ufeff{}'])('%j is none', async (text) => {
    await expect(new Response(text).json()).rejects.toBeInstanceOf(SyntaxError)
  })
})

describe('blocks', () => {
  test('are read once and kept, closed, and give the length', async () => {
    const close = vi.fn<() => void>()
    const response = new Response({ appIter: Object.assign([bytes('a'), bytes('b')].values(), { close }) })
    expect(await response.text()).toBe('ab')
    expect(await response.text()).toBe('ab')
    expect(response.contentLength).toBe(2)
    expect(close).toHaveBeenCalledOnce()
  })

  test('are closed when they fail', async () => {
    const close = vi.fn<() => void>()
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes('a')
      throw new Error('no more')
    }
    const response = new Response({ appIter: Object.assign(failing(), { close }) })
    await expect(response.body()).rejects.toThrow('no more')
    expect(close).toHaveBeenCalledOnce()
  })

  test.each([
    ['more than', 3],
    ['fewer than', 1],
  ])('%s the length that was said are an error', async (_, contentLength) => {
    const response = new Response({ appIter: [bytes('a'), bytes('b')].values(), contentLength })
    await expect(response.body()).rejects.toBeInstanceOf(RangeError)
  })

  test('that are text are no blocks', async () => {
    await expect(new Response({ appIter: ['a', 'b'] as never }).body()).rejects.toBeInstanceOf(TypeError)
  })

  test('a stream of the platform is one', async () => {
    expect(await new Response({ appIter: new Blob(['hello']).stream() as never }).text()).toBe('hello')
  })

  test('setting them drops the length, null is an empty list', () => {
    const response = new Response('abc')
    response.appIter = [bytes('a')]
    expect(response.contentLength).toBeNull()
    response.appIter = null
    expect(response.appIter).toEqual([])
  })
})

describe('writing', () => {
  test('appends, and the length follows', async () => {
    const response = new Response('a')
    await response.write('b\u00e9')
    await response.write(bytes('c'))
    expect(await response.text()).toBe('ab\u00e9c')
    expect(response.contentLength).toBe(5)
  })

  test('reads blocks that are not a list first', async () => {
    const response = new Response({ appIter: [bytes('a')].values() })
    await response.write('b')
    expect(await response.text()).toBe('ab')
    expect(response.contentLength).toBe(2)
  })

  test('two writes at once both arrive, in their order', async () => {
    const response = new Response({ appIter: [bytes('a')].values() })
    await Promise.all([response.write('b'), response.write('c')])
    expect(await response.text()).toBe('abc')
    expect(response.contentLength).toBe(3)
  })

  test('text needs a charset', () => {
    const response = new Response({ contentType: 'image/png' })
    expect(() => void response.write('a')).toThrow(/charset/)
    expect(() => void response.write(5 as never)).toThrow(TypeError)
  })

  test.each([
    [new Response(), false],
    [new Response('a'), true],
    [new Response({ appIter: [].values() }), true],
  ])('hasBody: an iterable counts as one', (response, has) => {
    expect(response.hasBody).toBe(has)
  })
})

describe('files', () => {
  test('what can be read becomes the body', async () => {
    const blocks = [bytes('a'), bytes('b'), null]
    const response = new Response()
    response.bodyFile = { read: () => blocks.shift() ?? null }
    expect(await response.text()).toBe('ab')
  })

  test('null empties it', async () => {
    const response = new Response('a')
    response.bodyFile = null
    expect(await response.text()).toBe('')
  })
})

describe('tags of the body', () => {
  test('MD5, as WebOb makes it', async () => {
    const response = new Response('hello')
    await response.md5Etag(undefined, { setContentMd5: true })
    expect(response.etag).toBe('XUFAKrxLKna5cZ2REBfFkg')
    expect(response.contentMd5).toBe('XUFAKrxLKna5cZ2REBfFkg==')
  })

  test('of other bytes, and SHA-256', async () => {
    const one = new Response('a')
    await one.md5Etag(bytes('hello'))
    expect(one.etag).toBe('XUFAKrxLKna5cZ2REBfFkg')
    await one.sha256Etag(bytes('hello'))
    expect(one.etag).toBe('LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ')
  })
})
