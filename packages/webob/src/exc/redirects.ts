import type { Environ, HeaderPair } from '@triptych/raw'
import { absoluteLocation, checkLocation } from '../location.ts'
import { pathUrl } from '../request-url.ts'
import { HTTPRedirection } from './errors.ts'
import { Template } from './template.ts'
import { isOptions, type Detail, type ExceptionOptions } from './wsgi-http-exception.ts'

/** What a redirection can be made with. */
export interface MoveOptions extends Pick<
  ExceptionOptions,
  'detail' | 'headers' | 'comment' | 'bodyTemplate'
> {
  /** Where to, in any form that Location has; a relative one stays on the host of the request. */
  readonly location?: string | null | undefined
  /** To the URL of the request with a slash behind its path. */
  readonly addSlash?: boolean | undefined
}

/**
 * A redirection that needs a Location. Python: `webob.exc._HTTPMove`.
 *
 * @throws SyntaxError when the location holds control characters
 * @throws TypeError when there are both a location and `addSlash`
 * @example
 * import { HTTPFound } from '@triptych/webob/exc'
 * assert.equal(new HTTPFound({ location: '/elsewhere' }).location, '/elsewhere')
 */
export class HTTPMove extends HTTPRedirection {
  static override explanation = 'The resource has been moved to'
  static override bodyTemplateObj: Template = new Template(
    '${explanation} <a href="${location}">${location}</a>;\nyou should be redirected automatically.\n${detail}\n${html_comment}',
  )
  readonly addSlash: boolean

  constructor(detail?: Detail | MoveOptions | null, options?: MoveOptions) {
    const given = isOptions(detail) ? detail : { ...options, ...(detail === undefined ? {} : { detail }) }
    const { location, addSlash = false, ...rest } = given
    const unknown = Object.keys(rest).find((name) => !OPTIONS.has(name))
    if (unknown !== undefined)
      throw new TypeError(`Expected an option of a redirection, got ${JSON.stringify(unknown)}`)
    if (location !== null && location !== undefined) checkLocation(location)
    super(rest)
    this.addSlash = addSlash
    if (location === null || location === undefined) return
    this.location = location
    if (addSlash) throw new TypeError('Expected a location or addSlash, got both')
  }

  /** @internal Where to, for a request. */
  _target(environ: Environ): string {
    if (!this.addSlash) return this.location ?? pathUrl(environ)
    const query = environ.QUERY_STRING
    return `${pathUrl(environ)}/${query ? `?${query}` : ''}`
  }

  /** @internal */
  override _sentHeaders(environ: Environ): HeaderPair[] {
    const target = absoluteLocation(this._target(environ), environ)
    const others = this._headerlist.filter(([name]) => name.toLowerCase() !== 'location')
    const at = this._headerlist.findIndex(([name]) => name.toLowerCase() === 'location')
    const sent = others.map(([name, value]): HeaderPair => [name, value])
    sent.splice(at < 0 ? sent.length : at, 0, ['Location', target])
    return sent
  }
}

const OPTIONS = new Set(['detail', 'headers', 'comment', 'bodyTemplate'])

/**
 * 300 Multiple Choices. Python: `webob.exc.HTTPMultipleChoices`.
 *
 * @example
 * assert.equal(new HTTPMultipleChoices({ location: '/elsewhere' }).status, '300 Multiple Choices')
 */
export class HTTPMultipleChoices extends HTTPMove {
  static override code = 300
  static override title = 'Multiple Choices'
}

/**
 * 301 Moved Permanently. Python: `webob.exc.HTTPMovedPermanently`.
 *
 * @example
 * assert.equal(new HTTPMovedPermanently({ location: '/elsewhere' }).status, '301 Moved Permanently')
 */
export class HTTPMovedPermanently extends HTTPMove {
  static override code = 301
  static override title = 'Moved Permanently'
}

/**
 * 302 Found. Python: `webob.exc.HTTPFound`.
 *
 * @example
 * assert.equal(new HTTPFound({ location: '/elsewhere' }).status, '302 Found')
 */
export class HTTPFound extends HTTPMove {
  static override code = 302
  static override title = 'Found'
  static override explanation = 'The resource was found at'
}

/**
 * 303 See Other. Python: `webob.exc.HTTPSeeOther`.
 *
 * @example
 * assert.equal(new HTTPSeeOther({ location: '/elsewhere' }).status, '303 See Other')
 */
export class HTTPSeeOther extends HTTPMove {
  static override code = 303
  static override title = 'See Other'
}

/**
 * 305 Use Proxy. Python: `webob.exc.HTTPUseProxy`.
 *
 * @example
 * assert.equal(new HTTPUseProxy({ location: '/elsewhere' }).status, '305 Use Proxy')
 */
export class HTTPUseProxy extends HTTPMove {
  static override code = 305
  static override title = 'Use Proxy'
  static override explanation = 'The resource must be accessed through a proxy located at'
}

/**
 * 307 Temporary Redirect. Python: `webob.exc.HTTPTemporaryRedirect`.
 *
 * @example
 * assert.equal(new HTTPTemporaryRedirect({ location: '/elsewhere' }).status, '307 Temporary Redirect')
 */
export class HTTPTemporaryRedirect extends HTTPMove {
  static override code = 307
  static override title = 'Temporary Redirect'
}

/**
 * 308 Permanent Redirect. Python: `webob.exc.HTTPPermanentRedirect`.
 *
 * @example
 * assert.equal(new HTTPPermanentRedirect({ location: '/elsewhere' }).status, '308 Permanent Redirect')
 */
export class HTTPPermanentRedirect extends HTTPMove {
  static override code = 308
  static override title = 'Permanent Redirect'
}

/**
 * 304 Not Modified, without a body. Python: `webob.exc.HTTPNotModified`.
 *
 * @example
 * assert.equal(new HTTPNotModified().status, '304 Not Modified')
 */
export class HTTPNotModified extends HTTPRedirection {
  static override code = 304
  static override title = 'Not Modified'
  static override emptyBody = true
}
