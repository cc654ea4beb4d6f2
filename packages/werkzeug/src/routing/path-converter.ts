import { BaseConverter } from './base-converter.ts'

/**
 * Text that may hold slashes, but not begin with one: `<path:page>`. It takes as little as it can, so that
 * `/<path:page>/edit` works. Python: `werkzeug.routing.PathConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/wiki/<path:page>', { endpoint: 'wiki' })])
 * assert.deepEqual(map.bind('example.com').match('/wiki/a/b'), ['wiki', { page: 'a/b' }])
 */
export class PathConverter extends BaseConverter {
  override readonly regex: string = '[^/].*?'
  override readonly partIsolating: boolean | null = false
  override readonly weight: number = 200
}
