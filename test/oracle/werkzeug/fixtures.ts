import { mapFileSystem } from '@triptych/raw/static'
import type { FileSystem } from '@triptych/raw/static'

/** The folder that files of vectors lie in. */
export const FIXTURE = '/fixture'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** What lies there, FORMAT.md, last section. */
const FILES: Record<string, Uint8Array> = {
  'a.txt': text('hello world\n'),
  'page.html': text('<!doctype html><p>hi'),
  'data.bin': Uint8Array.from({ length: 256 }, (_, at) => at),
  'empty.txt': bytes(),
  'sub/b.json': text('{"a": 1}'),
  'sub/deep/c.css': text('p{}'),
  noext: text('x'.repeat(40)),
  'arch.tar.gz': bytes(0x1f, 0x8b, 0x2e, 0x2e, 0x2e, 0x2e),
  'sp ace.txt': text('space'),
  'snow☃.txt': text('snow'),
  'script.js': text('1'),
  'pic.svg': text('<svg/>'),
  'pic.png': bytes(0x89, 0x50, 0x4e, 0x47),
}

/** All of them, written on 13 September 2020. */
export const fixtures: FileSystem = mapFileSystem(
  Object.fromEntries(
    Object.entries(FILES).map(([name, content]) => [
      `${FIXTURE}/${name}`,
      { content, modified: 1_600_000_000_000 },
    ]),
  ),
)
