import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProgramKind } from './process-case.ts'

/**
 * The program behind a server under test, in each language that it may load. Answers `PID VERSION`; `/hold/MS/NAME` and
 * `/block/MS/NAME` take so long, and leave a file `begun-NAME` with the process id when they begin.
 */
const PROGRAMS: ReadonlyMap<string, string> = new Map([
  [
    'program.py',
    `import os
import time

VERSION = '{version}'
FOLDER = os.path.dirname(os.path.abspath(__file__))
{boot}


def app(environ, start_response):
    words = environ['PATH_INFO'].split('/')
    if words[1] in ('hold', 'block'):
        if len(words) > 3:
            with open(os.path.join(FOLDER, 'begun-' + words[3]), 'w') as file:
                file.write(str(os.getpid()))
        time.sleep(int(words[2]) / 1000)
    body = ('%d %s' % (os.getpid(), VERSION)).encode('ascii')
    start_response('200 OK', [('Content-Type', 'text/plain'), ('Content-Length', str(len(body)))])
    return [body]
`,
  ],
  [
    'program.mjs',
    `import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const VERSION = '{version}'
{boot}

export async function app(environ, startResponse) {
  const [, what, time, name] = environ.PATH_INFO.split('/')
  if (what === 'hold' || what === 'block') {
    if (name !== undefined) {
      writeFileSync(fileURLToPath(new URL('begun-' + name, import.meta.url)), String(process.pid))
    }
    if (what === 'hold') await new Promise((resolve) => setTimeout(resolve, Number(time)))
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(time))
  }
  const body = Buffer.from(process.pid + ' ' + VERSION)
  startResponse('200 OK', [['Content-Type', 'text/plain'], ['Content-Length', String(body.length)]])
  return [body]
}
`,
  ],
])

const BOOT: ReadonlyMap<string, string> = new Map([
  ['program.py', "raise RuntimeError('This program fails while it is loaded, as it should')"],
  ['program.mjs', "throw new Error('This program fails while it is loaded, as it should')"],
])

/** Writes the program into a folder, or takes it away. */
export async function writePrograms(folder: string, kind: ProgramKind): Promise<void> {
  for (const [name, text] of PROGRAMS) {
    const path = join(folder, name)
    const boot = kind === 'broken' ? (BOOT.get(name) ?? '') : ''
    if (kind === 'none') await rm(path, { force: true })
    else await writeFile(path, text.replace('{version}', kind).replace('{boot}', boot))
  }
}
