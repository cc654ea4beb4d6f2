import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blocksOf, Input } from '@triptych/raw/input'
import { expect, expectTypeOf, test } from 'vitest'
import { FileStorage } from '../../src/datastructures/file-storage.ts'
import type { FileSource } from '../../src/datastructures/file-storage.ts'
import { Headers } from '../../src/datastructures/headers.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)

test.each<[what: string, source: () => FileSource | null, content: string]>([
  ['nothing', () => null, ''],
  ['bytes', () => bytes('hello'), 'hello'],
  ['a stream', () => new Input(blocksOf(bytes('hel'), bytes('lo'))), 'hello'],
  ['a Blob', () => new Blob(['hel', 'lo']), 'hello'],
  ['a ReadableStream', () => new Blob(['hello']).stream(), 'hello'],
])('of %s', async (_what, source, content) => {
  expect(await new FileStorage(source()).text()).toBe(content)
  expect(text(await new FileStorage(source()).bytes())).toBe(content)
  expect(text(await new FileStorage(source()).read(3))).toBe(content.slice(0, 3))
  const blocks: string[] = []
  for await (const block of new FileStorage(source())) blocks.push(text(block))
  expect(blocks.join('')).toBe(content)
})

test('what it is known by', () => {
  const headers = new Headers([['X-Y', 'z']])
  const options = { contentType: 'Text/HTML; charset=utf-8', contentLength: 5, headers }
  const file = new FileStorage(bytes('hello'), 'a.html', 'upload', options)
  expect([file.filename, file.name, file.contentType, file.contentLength]).toEqual([
    'a.html',
    'upload',
    'Text/HTML; charset=utf-8',
    5,
  ])
  expect([file.mimetype, [...file.mimetypeParams]]).toEqual(['text/html', [['charset', 'utf-8']]])
  expect(file.headers).toBe(headers)
  file.headers.set('Content-Type', 'a/b')
  expect([file.mimetype, file.mimetypeParams.size]).toEqual(['a/b', 0])
  expect([new FileStorage().contentType, new FileStorage().mimetype, new FileStorage().name]).toEqual([
    null,
    '',
    null,
  ])
})

test.each<[header: string, length: number]>([
  ['12', 12],
  [' 12 ', 12],
  ['-1', -1],
  ['', 0],
  ['1_000', 0],
  ['1e3', 0],
  ['9'.repeat(30), 0],
])('Content-Length: %j is %d', (header, length) => {
  expect(
    new FileStorage(null, 'a', 'b', { headers: new Headers([['Content-Length', header]]) }).contentLength,
  ).toBe(length)
})

test.each([
  [null, true],
  ['', true],
  ['a', false],
])('the name %j: empty is %s', (filename, isEmpty) => {
  expect(new FileStorage(null, filename).isEmpty).toBe(isEmpty)
})

test('lines and positions', async () => {
  const file = new FileStorage(bytes('a\nb\n'))
  expect(text(await file.readline())).toBe('a\n')
  expect(await file.seek(0)).toBe(0)
  expect((await file.readlines()).map(text)).toEqual(['a\n', 'b\n'])
  await expect(new FileStorage(new Blob(['a'])).seek(0)).rejects.toThrow(TypeError)
})

test('text of another encoding', async () => {
  expect(await new FileStorage(Uint8Array.of(0xe9)).text('latin1')).toBe('\xe9')
})

test('from a File of the platform and back', async () => {
  const file = new File(['hello'], 'a.txt', { type: 'text/plain' })
  const storage = FileStorage.fromFile(file, 'upload')
  expect([storage.filename, storage.contentType, storage.contentLength]).toEqual(['a.txt', 'text/plain', 5])
  const back = await storage.toFile()
  expect([back.name, back.type, await back.text()]).toEqual(['a.txt', 'text/plain', 'hello'])
  expect(new FileStorage(file).filename).toBe('a.txt')
  expect(new FileStorage(file, 'b').filename).toBe('b')
  expect(FileStorage.fromFile(new File([], 'a')).contentType).toBe(null)
  expectTypeOf(back).toEqualTypeOf<File>()
})

test('saved at a path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'))
  try {
    const path = join(folder, 'a.txt')
    await new FileStorage(bytes('hello, again')).save(path)
    await new FileStorage(new Input(blocksOf(bytes('hel'), bytes('lo')))).save(path)
    expect(await readFile(path, 'utf8')).toBe('hello')
    await expect(new FileStorage().save(join(folder, 'none', 'a'))).rejects.toThrow('ENOENT')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('saved in a stream, which stays open', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const all = new Response(readable).text()
  await new FileStorage(bytes('hello')).save(writable)
  const writer = writable.getWriter()
  await writer.write(bytes('!'))
  await writer.close()
  expect(await all).toBe('hello!')
})

test('saved in anything that takes bytes', async () => {
  const blocks: string[] = []
  await new FileStorage(bytes('hello')).save({ write: (block) => blocks.push(text(block)) })
  expect(blocks).toEqual(['hello'])
})

test('closing closes the stream, and its errors are passed over', async () => {
  const file = new FileStorage(bytes('hello'))
  await file.close()
  await expect(file.read()).rejects.toThrow('closed')
  const stream = Object.assign(new Input(blocksOf()), { close: () => Promise.reject(new Error('no')) })
  await expect(new FileStorage(stream).close()).resolves.toBeUndefined()
  await expect(new FileStorage(new Input(blocksOf())).close()).resolves.toBeUndefined()
})
