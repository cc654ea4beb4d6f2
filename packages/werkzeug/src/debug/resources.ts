import { createHash } from 'node:crypto'
import { HIGHLIGHTER } from './assets/highlighter.ts'
import { PAGE_SCRIPT } from './assets/page-script.ts'
import { PAGE_STYLE } from './assets/page-style.ts'

/** A file that the page loads. */
export interface Resource {
  readonly text: string
  readonly mimetype: string
}

const RESOURCES: ReadonlyMap<string, Resource> = new Map([
  ['style.css', { text: PAGE_STYLE, mimetype: 'text/css' }],
  ['debugger.js', { text: PAGE_SCRIPT, mimetype: 'text/javascript' }],
  ['highlight.js', { text: HIGHLIGHTER, mimetype: 'text/javascript' }],
])

let version: string | undefined

/**
 * A file of the fixed list; nothing is read from the disk.
 *
 * @example
 * assert.equal(findResource('style.css')?.mimetype, 'text/css')
 * assert.equal(findResource('../../x'), undefined)
 */
export function findResource(name: string): Resource | undefined {
  return RESOURCES.get(name)
}

/**
 * A text that changes with the files, so that browsers may keep them.
 *
 * @example
 * assert.match(resourceVersion(), /^[0-9a-f]{12}$/)
 */
export function resourceVersion(): string {
  return (version ??= createHash('sha256')
    .update(PAGE_STYLE + PAGE_SCRIPT + HIGHLIGHTER)
    .digest('hex')
    .slice(0, 12))
}
