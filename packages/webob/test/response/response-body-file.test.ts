import { describe, expect, test } from 'vitest'
import { Response, ResponseBodyFile } from '@triptych/webob/response'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('ResponseBodyFile', () => {
  test('is a file to write bytes to', () => {
    const file = new Response().bodyFile
    expect(file).toBeInstanceOf(ResponseBodyFile)
    expect([file.mode, file.closed, file.encoding, file.tell()]).toEqual(['wb', false, 'UTF-8', 0])
  })

  test('appends text in the charset, and bytes', async () => {
    const response = new Response('a', { charset: 'latin-1' })
    const file = response.bodyFile
    await file.write('\xe9')
    await file.writelines(['b', bytes('c')])
    file.flush()
    expect(file.tell()).toBe(4)
    expect(await response.body()).toEqual(new Uint8Array([0x61, 0xe9, 0x62, 0x63]))
    expect(response.contentLength).toBe(4)
  })

  test('text needs a charset', async () => {
    const file = new Response({ contentType: 'image/png' }).bodyFile
    await expect(file.write('a')).rejects.toBeInstanceOf(TypeError)
    await expect(file.write(5 as never)).rejects.toBeInstanceOf(TypeError)
  })

  test('an iterable is read before it is added to', async () => {
    const response = new Response({ appIter: [bytes('a')].values() })
    await response.bodyFile.write('b')
    expect([await response.text(), response.contentLength]).toEqual(['ab', 2])
  })

  test('cannot be closed', () => {
    expect(() => new Response().bodyFile.close()).toThrow('cannot be closed')
  })

  test('takes a stream', async () => {
    const response = new Response()
    await new Blob(['hello ', 'world']).stream().pipeTo(response.bodyFile.writable)
    expect(await response.text()).toBe('hello world')
  })
})
