import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isInside, mapFileSystem, nodeFileSystem, resolveInside } from '@triptych/raw/static'

const top = mkdtempSync(join(tmpdir(), 'triptych-static-'))
const root = join(top, 'root')
mkdirSync(join(root, 'sub'), { recursive: true })
mkdirSync(join(top, 'rootx'))
writeFileSync(join(root, 'a.txt'), 'A')
writeFileSync(join(root, 'sub', 'b.txt'), 'B')
writeFileSync(join(top, 'secret.txt'), 'S')
writeFileSync(join(top, 'rootx', 'evil.txt'), 'E')
afterAll(() => rmSync(top, { recursive: true, force: true }))

const outcome = async (path: string, followLinks = false): Promise<string> =>
  (await resolveInside(root, path, { followLinks })).outcome

describe('resolveInside', () => {
  test.each([
    ['/', 'found'],
    ['/a.txt', 'found'],
    ['/sub/../a.txt', 'found'],
    ['/sub/b.txt', 'found'],
    ['/none', 'missing'],
    ['/a.txt/none', 'missing'],
    [`/${'a'.repeat(5000)}`, 'missing'],
    ['/../secret.txt', 'outside'],
    ['/../rootx/evil.txt', 'outside'],
    ['/../none', 'outside'],
    ['/a.txt\0', 'outside'],
    ['/\xff', 'undecodable'],
  ])('%j is %s', async (path, expected) => {
    expect(await outcome(path)).toBe(expected)
  })

  test('says where the file is, and what it is', async () => {
    const found = await resolveInside(root, '//sub/./b.txt')
    expect(found).toMatchObject({ path: join(root, 'sub', 'b.txt'), segments: ['sub', 'b.txt'] })
    expect(found).toHaveProperty('stat.size', 1)
  })

  test.skipIf(process.platform === 'win32')(
    'a link is followed while it stays inside (POSIX only)',
    async () => {
      const links: [string, string][] = [
        ['in', join(root, 'sub')],
        ['relative', 'sub/b.txt'],
        ['out', top],
        ['file-out', join(top, 'secret.txt')],
        ['dangling-out', join(top, 'none')],
        ['sibling', join(top, 'rootx')],
        ['loop', 'loop'],
      ]
      for (const [name, target] of links) symlinkSync(target, join(root, name))
      const answers: Record<string, string> = {}
      const asked = ['/in/b.txt', '/relative', '/out/secret.txt', '/out/none', '/file-out', '/dangling-out']
      for (const path of [...asked, '/sibling/evil.txt', '/loop']) answers[path] = await outcome(path)
      expect(answers).toEqual({
        '/in/b.txt': 'found',
        '/relative': 'found',
        '/out/secret.txt': 'missing',
        '/out/none': 'missing',
        '/file-out': 'missing',
        '/dangling-out': 'missing',
        '/sibling/evil.txt': 'missing',
        '/loop': 'missing',
      })
      expect(await outcome('/out/secret.txt', true)).toBe('found')
      expect(await outcome('/../secret.txt', true)).toBe('outside')
    },
  )

  test.skipIf(process.platform === 'win32')('a root that is a link itself (POSIX only)', async () => {
    symlinkSync(root, join(top, 'current'))
    expect((await resolveInside(join(top, 'current'), '/a.txt')).outcome).toBe('found')
  })

  test('the root of everything can be a root', async () => {
    const fileSystem = mapFileSystem({ '/a.txt': 'A' })
    expect((await resolveInside('/', '/a.txt', { fileSystem })).outcome).toBe('found')
  })

  test('whatever the path, what is found lies inside', async () => {
    const part = fc.constantFrom('..', '.', '', 'sub', 'a.txt', 'b.txt', 'root', 'rootx', 'secret.txt')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const found = await resolveInside(root, `/${parts.join('/')}`)
        const path = found.outcome === 'found' ? found.path : root
        expect(isInside(path, root, nodeFileSystem.separator)).toBe(true)
      }),
    )
  })
})

describe('nodeFileSystem', () => {
  test.skipIf(process.platform === 'win32')(
    'a pipe is no file, and nobody waits for its writer (POSIX only)',
    async () => {
      execFileSync('mkfifo', [join(root, 'pipe')])
      await expect(nodeFileSystem.open(join(root, 'pipe'))).rejects.toMatchObject({
        code: 'ERR_FILE_MISSING',
      })
    },
  )

  test.each([['sub'], ['none'], ['a.txt/none'], ['\0']])('%j can not be opened', async (name) => {
    await expect(nodeFileSystem.open(join(root, name))).rejects.toMatchObject({ code: 'ERR_FILE_MISSING' })
  })

  test('an open file is read at any place, and closed once', async () => {
    const file = await nodeFileSystem.open(join(root, 'a.txt'))
    const buffer = new Uint8Array(4)
    expect(await file.read(buffer, 0)).toBe(1)
    expect(await file.read(buffer, 1)).toBe(0)
    const pending = file.read(buffer, 0)
    await Promise.all([file.close(), file.close()])
    expect(await pending).toBe(1)
    await expect(file.read(buffer, 0)).rejects.toThrow(TypeError)
  })

  test('looks at once where it is asked to', () => {
    expect(nodeFileSystem.statSync?.(root)?.kind).toBe('directory')
    expect(nodeFileSystem.statSync?.(join(root, 'none'))).toBeUndefined()
  })
})

describe('mapFileSystem', () => {
  test('folders are those that the names speak of', async () => {
    const files = mapFileSystem(new Map([['a/b/../c.txt', { content: 'C', modified: 5000 }]]))
    expect(await files.stat('/a/c.txt')).toEqual({ kind: 'file', size: 1, modified: 5000 })
    expect((await files.stat('/a'))?.kind).toBe('directory')
    expect(await files.stat('/a/b')).toBeUndefined()
    expect(files.statSync?.('/')?.kind).toBe('directory')
    await expect(files.open('/a')).rejects.toMatchObject({ code: 'ERR_FILE_MISSING' })
  })
})
