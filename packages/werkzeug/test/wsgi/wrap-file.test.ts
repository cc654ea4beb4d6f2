import { expect, test } from 'vitest'
import { FileWrapper } from '../../src/wsgi/file-wrapper.ts'
import { wrapFile } from '../../src/wsgi/wrap-file.ts'

const file = { read: () => new Uint8Array(0) }

test('the server\u2019s own wrapper comes first', () => {
  const body = [new Uint8Array(1)]
  const asked: unknown[] = []
  const environ = {
    'wsgi.file_wrapper': (...args: unknown[]) => {
      asked.push(...args)
      return body
    },
  }
  expect(wrapFile(environ, file, 5)).toBe(body)
  expect(asked).toEqual([file, 5])
})

test('else it is ours', () => {
  const body = wrapFile({}, file) as FileWrapper
  expect(body).toBeInstanceOf(FileWrapper)
  expect([body.file, body.bufferSize]).toEqual([file, 8192])
})
