/** The bindings of webob.static: the files of a vector are laid out in a folder of their own. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DirectoryApp, FileApp } from '@triptych/webob/static'
import type { Bindings, Context, Vector } from '../engine.ts'
import { fromBase64, type Json } from '../values.ts'
import { staticDeviations } from './static-deviations.ts'

/** Lays the files out and gives the path of the target. */
function layOut(vector: Vector, context: Context): string {
  const folder = mkdtempSync(join(tmpdir(), 'triptych-oracle-'))
  context.cleanup(() => rmSync(folder, { recursive: true, force: true }))
  const modified = Number(vector['mtime'])
  for (const [name, content] of Object.entries(vector['files'] as Record<string, Json>)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, fromBase64(content['$bytes'] as string))
    utimesSync(path, modified, modified)
  }
  return join(folder, String(vector['target']))
}

export const bindings: Bindings = {
  create: {
    FileApp: (_: unknown[], kwargs: Json, vector: Vector, context: Context) =>
      new FileApp(layOut(vector, context), kwargs),
    DirectoryApp: (_: unknown[], kwargs: Json, vector: Vector, context: Context) =>
      new DirectoryApp(layOut(vector, context), kwargs),
  },
  deviations: staticDeviations,
}
