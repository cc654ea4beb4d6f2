import { mkdtempSync, readdirSync } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Input } from '@triptych/raw/input'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { DisconnectionError, RequestError, ValidationError } from '../../src/errors.ts'
import { NoVars } from '../../src/multidict/index.ts'
import { Request, SeekableInput, type Spool, type StandardSchema } from '../../src/request/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)

/** A request whose body comes block by block, and what is known of the blocks: made, and not yet dropped by the reader. */
function streaming(
  blocks: number,
  size: number,
  keys: Record<string, unknown> = {},
): { request: Request; made: () => number } {
  let made = 0
  const input = new Input(() => (made < blocks ? new Uint8Array(size).fill(++made % 256) : undefined))
  const request = new Request({
    ...Request.blank('/').environ,
    REQUEST_METHOD: 'POST',
    'wsgi.input': input,
    ...keys,
  })
  return { request, made: () => made }
}

describe('a body', () => {
  test('can be read again and again', async () => {
    const { request } = streaming(3, 2, { CONTENT_LENGTH: '6' })
    const [one, other] = [await request.body(), await request.body()]
    expect([...one]).toEqual([1, 1, 2, 2, 3, 3])
    expect(other).toEqual(one)
    expect(await (await request.bodyFileSeekable()).read()).toEqual(one)
    expect(request.contentLength).toBe(6)
  })

  test('can be read by many at once', async () => {
    const request = Request.blank('/', { method: 'POST', contentType: 'application/x-www-form-urlencoded' })
    request.bodyFile = new Blob(['a=', '1']).stream()
    const [body, form, whole] = await Promise.all([request.body(), request.POST(), request.text()])
    expect([text(body), form.get('a'), whole]).toEqual(['a=1', '1', 'a=1'])
  })

  test.each<[what: string, keys: object, length: number]>([
    ['no length', {}, 0],
    ['a length of none', { CONTENT_LENGTH: '0', 'wsgi.input_terminated': true }, 0],
    ['a length that is less', { CONTENT_LENGTH: '3' }, 3],
    ['an input that ends', { 'wsgi.input_terminated': true }, 6],
    ['the flag of before', { 'webob.is_body_readable': true }, 6],
    [
      'a length that is no number, and an input that ends',
      { CONTENT_LENGTH: 'x', 'wsgi.input_terminated': true },
      6,
    ],
  ])('%s', async (_what, keys, length) => {
    const { request } = streaming(3, 2, { ...keys })
    expect(request.isBodyReadable).toBe(length > 0)
    expect((await request.body()).length).toBe(length)
  })

  test('of another kind than bytes is refused', () => {
    const request = Request.blank('/')
    expect(() => request.setBody('text' as never)).toThrow(TypeError)
    expect(() => request.setText(new Uint8Array(1) as never)).toThrow(TypeError)
    expect(() => {
      request.bodyFile = new Uint8Array(1) as never
    }).toThrow(/setBody/)
  })

  test.each<[what: string, act: (request: Request) => void]>([
    ['setBody', (request) => request.setBody(null)],
    ['setText', (request) => request.setText(null)],
    ['setPOST', (request) => request.setPOST(null)],
    [
      'bodyFile',
      (request) => {
        request.bodyFile = null
      },
    ],
  ])('%s(null) takes it out', async (_what, act) => {
    const request = Request.blank('/', { POST: { a: '1' } })
    act(request)
    expect([(await request.body()).length, request.contentLength]).toEqual([0, 0])
  })
})

describe('streaming', () => {
  const SIZE = 1024 * 1024

  test.each<[what: string, keys: object]>([
    ['with a length', { CONTENT_LENGTH: String(50 * SIZE) }],
    ['to the end', { 'wsgi.input_terminated': true }],
  ])('50 MB %s hold one block at a time', async (_what, keys) => {
    const { request, made } = streaming(50, SIZE, { ...keys })
    let taken = 0
    let held = 0
    for await (const block of request.bodyFile) {
      held = Math.max(held, made() - taken)
      taken += block.length / SIZE
    }
    expect([taken, held]).toEqual([50, 1])
  })

  test('reading by pieces does not read ahead', async () => {
    const { request, made } = streaming(50, SIZE, { CONTENT_LENGTH: String(50 * SIZE) })
    const file = request.bodyFile
    for (let count = 0; count < 16 * 3; count++) expect((await file.read(65_536)).length).toBe(65_536)
    expect(made()).toBe(3)
  })

  test('what was read in part is no body', async () => {
    const { request } = streaming(3, 2, { CONTENT_LENGTH: '6' })
    await request.bodyFile.read(1)
    await expect(request.body()).rejects.toThrow(DisconnectionError)
  })
})

describe('limits', () => {
  class Small extends Request {
    static override maxBodySize = 5
    static override maxFormParts = 2
    static override maxFieldSize = 3
  }
  const of = (keys: object, blocks = 3): { request: Small; made: () => number } => {
    const { request, made } = streaming(blocks, 2, { ...keys })
    return { request: new Small(request.environ), made }
  }
  const tooLarge = expect.objectContaining({ status: 413, code: 'ERR_BODY_TOO_LARGE' })

  test('a length that says too much is refused unread', async () => {
    const { request, made } = of({ CONTENT_LENGTH: '6' })
    await expect(request.body()).rejects.toThrow(tooLarge)
    expect(made()).toBe(0)
  })

  test('a stream is refused once it is too long, and stays so', async () => {
    const { request, made } = of({ 'wsgi.input_terminated': true }, 1000)
    await expect(request.body()).rejects.toThrow(tooLarge)
    await expect(request.text()).rejects.toThrow(tooLarge)
    await expect(request.copy()).rejects.toThrow(tooLarge)
    expect(made()).toBeLessThan(40_000)
    request.setBody(bytes('ok'))
    expect(await request.text()).toBe('ok')
  })

  test.each([
    ['a=1&b', 200],
    ['a&b&c', 'ERR_FORM_PARTS'],
    ['a=123', 200],
    ['a=123456', 'ERR_BODY_TOO_LARGE'],
    ['=1234', 'ERR_FORM_FIELD'],
  ])('a form: %s', async (form, code) => {
    const request = new Small({
      ...Request.blank('/', { POST: form }).environ,
      'webob.is_body_seekable': false,
    })
    const got = await request.POST().then(
      () => 200,
      (error: RequestError) => (error.status === 413 ? error.code : error),
    )
    expect(got).toBe(code)
  })

  test('what is not read has no limit', async () => {
    const { request } = of({ CONTENT_LENGTH: '6' })
    expect((await request.bodyFile.read()).length).toBe(6)
  })
})

describe('disconnects', () => {
  test.each<[what: string, act: (request: Request) => Promise<unknown>]>([
    ['body', (request) => request.body()],
    ['POST', (request) => request.POST()],
    ['json', (request) => request.json()],
    ['copy', (request) => request.copy()],
    ['reading', (request) => request.bodyFile.read()],
    [
      'iterating',
      async (request) => {
        for await (const block of request.bodyFile) expect(block.length).toBe(2)
      },
    ],
  ])('%s', async (_what, act) => {
    const { request } = streaming(2, 2, { CONTENT_LENGTH: '5', CONTENT_TYPE: '' })
    await expect(act(request)).rejects.toThrow(new DisconnectionError(4, 5))
    await expect(act(request)).rejects.toThrow(DisconnectionError)
  })

  test('an error of the gateway comes through', async () => {
    const request = Request.blank('/', { method: 'POST' })
    request.bodyFile = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
    await expect(request.body()).rejects.toThrow('gone')
    await expect(request.body()).rejects.toThrow('gone')
  })
})

describe('a spool', () => {
  /** Files in a folder of its own. */
  class FileSpool implements Spool {
    readonly path: string
    readonly #handle: Promise<FileHandle>
    #size = 0

    constructor(folder: string) {
      this.path = join(folder, `${readdirSync(folder).length}.body`)
      this.#handle = open(this.path, 'wx+', 0o600)
    }

    async write(block: Uint8Array): Promise<void> {
      await (await this.#handle).write(block, 0, block.length, this.#size)
      this.#size += block.length
    }

    async finish(): Promise<Input & { seek(position: number): void }> {
      const handle = await this.#handle
      let at = 0
      const input = new Input(async () => {
        const { bytesRead, buffer } = await handle.read(new Uint8Array(65_536), 0, 65_536, at)
        at += bytesRead
        return bytesRead > 0 ? buffer.subarray(0, bytesRead) : undefined
      })
      const seek = (position: number): void => {
        at = position
        Object.assign(input, { pending: new Uint8Array(0) })
      }
      return Object.assign(input, { seek })
    }

    async close(): Promise<void> {
      await (await this.#handle).close()
      await rm(this.path)
    }
  }

  const spooling = (
    limit = 1000,
  ): { folder: string; Spooling: new (environ: Request['environ']) => Request } => {
    const folder = mkdtempSync(join(tmpdir(), 'spool-'))
    class Spooling extends Request {
      static override requestBodyTempfileLimit = limit
      static override maxBodySize = 64 * 1024 * 1024
      static override makeTempfile = (): Spool => new FileSpool(folder)
    }
    return { folder, Spooling }
  }

  test('keeps a large body in a file until the request is over', async () => {
    const callbacks: (() => void | Promise<void>)[] = []
    const { folder, Spooling } = spooling()
    const { request, made } = streaming(50, 1024 * 1024, {
      CONTENT_LENGTH: String(50 * 1024 * 1024),
      'triptych.finally': (callback: () => void) => callbacks.push(callback),
    })
    const it = new Spooling(request.environ)
    await it.makeBodySeekable()
    expect([made(), readdirSync(folder)]).toEqual([50, ['0.body']])
    for (let time = 0; time < 2; time++) {
      const file = await it.bodyFileSeekable()
      let sum = 0
      for await (const block of file) sum += block.length
      expect(sum).toBe(50 * 1024 * 1024)
    }
    for (const callback of callbacks.toReversed()) await callback()
    expect(readdirSync(folder)).toEqual([])
  })

  test('leaves small bodies in memory', async () => {
    const { folder, Spooling } = spooling()
    const it = new Spooling(streaming(10, 100, { CONTENT_LENGTH: '1000' }).request.environ)
    expect((await it.body()).length).toBe(1000)
    expect([readdirSync(folder), it.bodyFileRaw]).toEqual([[], expect.any(SeekableInput)])
  })

  test('is removed when the client leaves', async () => {
    const { folder, Spooling } = spooling()
    const it = new Spooling(streaming(20, 100, { CONTENT_LENGTH: '3000' }).request.environ)
    await expect(it.body()).rejects.toThrow(DisconnectionError)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a copy has one of its own', async () => {
    const { folder, Spooling } = spooling()
    const it = new Spooling(streaming(20, 100, { CONTENT_LENGTH: '2000' }).request.environ)
    const copy = await it.copy()
    expect(readdirSync(folder)).toEqual(['0.body', '1.body'])
    expect(await copy.body()).toEqual(await it.body())
  })
})

describe('text and JSON', () => {
  test.each([
    ['text/plain', 'caf\xe9', 'caf\xc3\xa9'],
    ['text/plain; charset=latin-1', 'caf\xe9', 'caf\xe9'],
    ['text/plain; charset="utf-8"', '\ufeffa', '\xef\xbb\xbfa'],
  ])('%s', async (contentType, written, raw) => {
    const request = Request.blank('/', { contentType, text: written })
    expect(String.fromCharCode(...(await request.body()))).toBe(raw)
    expect(await request.text()).toBe(written)
  })

  test.each([
    ['text/plain', [0xff], 400, 'ERR_UNDECODABLE'],
    ['text/plain; charset=klingon', [0x61], 415, 'ERR_CHARSET'],
  ])('%s of %j', async (contentType, body, status, code) => {
    const request = Request.blank('/', { contentType, body: Uint8Array.from(body) })
    await expect(request.text()).rejects.toThrow(expect.objectContaining({ status, code }))
  })

  test('JSON goes there and back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        const request = Request.blank('/')
        request.setJson(JSON.parse(json))
        expect(await request.json()).toEqual(JSON.parse(JSON.stringify(JSON.parse(json))))
      }),
    )
  })

  test.each(['', '{', '{"a":1,}', 'undefined'])('%j is no JSON', async (body) => {
    const request = Request.blank('/', { text: body })
    await expect(request.json()).rejects.toThrow(expect.objectContaining({ status: 400, code: 'ERR_JSON' }))
    await expect(request.jsonBody()).rejects.toThrow(RequestError)
  })

  const schema: StandardSchema<{ age: number }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async (value) => {
        const { age } = value as { age: unknown }
        const number = Number(age)
        return Number.isNaN(number)
          ? { issues: [{ message: 'Expected a number', path: ['age'] }] }
          : { value: { age: number } }
      },
    },
  }

  test('a schema gives what it makes of it', async () => {
    const request = Request.blank('/', { json: { age: '36' } })
    const person = await request.json(schema)
    expectTypeOf(person).toEqualTypeOf<{ age: number }>()
    expectTypeOf(await request.jsonBody(schema)).toEqualTypeOf<{ age: number }>()
    expectTypeOf(await request.json()).toEqualTypeOf<unknown>()
    expect(person).toEqual({ age: 36 })
  })

  test('a schema refuses', async () => {
    const request = Request.blank('/', { json: { age: 'old' } })
    await expect(request.json(schema)).rejects.toThrow(ValidationError)
    await expect(request.jsonBody(schema)).rejects.toThrow(
      expect.objectContaining({ status: 422, issues: [{ message: 'Expected a number', path: ['age'] }] }),
    )
  })
})

describe('forms', () => {
  const FORM = 'application/x-www-form-urlencoded'
  test.each<[method: string, type: string | undefined, isForm: boolean]>([
    ['POST', FORM, true],
    ['POST', undefined, true],
    ['PUT', FORM, true],
    ['PATCH', FORM, true],
    ['DELETE', FORM, true],
    ['PUT', undefined, false],
    ['POST', 'application/json', false],
    ['POST', `${FORM}; charset=utf8`, true],
  ])('%s of %s', async (method, type, isForm) => {
    const request = Request.blank('/?b=2&a=0', { method, body: bytes('a=1') })
    request.contentType = type ?? null
    const form = await request.POST()
    expect([form.get('a'), form instanceof NoVars]).toEqual(isForm ? ['1', false] : [undefined, true])
    expect([...(await request.params())]).toEqual([['b', '2'], ['a', '0'], ...(isForm ? [['a', '1']] : [])])
    expect(text(await request.body())).toBe('a=1')
  })

  test.each(['GET', 'HEAD'])('%s has none', async (method) => {
    const request = Request.blank('/', { method, body: bytes('a=1'), contentType: FORM })
    expect([...(await request.POST())]).toEqual([])
  })

  test('why there is none', async () => {
    const form = await Request.blank('/', {
      method: 'POST',
      json: {},
      contentType: 'application/json',
    }).POST()
    expect((form as NoVars).reason).toBe('Not an HTML form submission (Content-Type: application/json)')
  })

  test('the same one until there is another body', async () => {
    const request = Request.blank('/', { POST: { a: '1' } })
    const form = await request.POST()
    expect(await request.POST()).toBe(form)
    request.setPOST({ a: '2' })
    expect((await request.POST()).get('a')).toBe('2')
    request.setBody(bytes('a=3'))
    expect((await request.POST()).get('a')).toBe('3')
  })

  test('in another charset it must be decoded first', async () => {
    const request = Request.blank('/', {
      method: 'POST',
      body: bytes('a=%E9'),
      contentType: `${FORM}; charset=latin-1`,
    })
    await expect(request.POST()).rejects.toThrow(
      expect.objectContaining({ status: 415, message: expect.stringContaining('decode()') }),
    )
    expect((await (await request.decode()).POST()).get('a')).toBe('\xe9')
  })
})
