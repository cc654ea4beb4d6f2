import { CallbackDict } from '../../datastructures/callback-dict.ts'
import { Headers, type HeadersInit } from '../../datastructures/headers.ts'
import { dumpOptionsHeader, parseOptionsHeader } from '../../http/options-header.ts'
import { getContentType } from '../../utils/get-content-type.ts'
import { readStatus } from './read-status.ts'

/** What every response can be made with. */
export interface SansioResponseOptions {
  /** A code, which gets its reason, or a line such as `404 Not Found`. Default: `defaultStatus` of the class. */
  readonly status?: number | string | null | undefined
  /** Fields to begin with. A Headers object is taken as it is, not copied. */
  readonly headers?: Headers | HeadersInit | null | undefined
  /** The media type; texts get a charset. Default: `defaultMimetype` of the class, unless the fields have a Content-Type. */
  readonly mimetype?: string | null | undefined
  /** The whole Content-Type, used as it is. */
  readonly contentType?: string | null | undefined
}

/**
 * Status, fields and Content-Type of a response; the accessors of the other fields are added above it.
 *
 * @example
 * const response = new ResponseBase({ status: 404, mimetype: 'text/html' })
 * assert.equal(response.status, '404 NOT FOUND')
 * assert.equal(response.contentType, 'text/html; charset=utf-8')
 */
export class ResponseBase {
  /** The status of a response that does not say its own. */
  static defaultStatus: number | string = 200
  /** The media type of a response that does not say its own; null for none. */
  static defaultMimetype: string | null = 'text/plain'
  /** Cookies longer than this are too long for some browsers; 0 says nothing about it. */
  static maxCookieSize = 4093

  /** The fields. */
  headers: Headers
  private _status: string
  private _statusCode: number

  /**
   * @throws SyntaxError for an empty status
   * @throws TypeError for a status or a field that may not be sent
   */
  constructor(options: SansioResponseOptions = NO_OPTIONS) {
    const { headers, mimetype, contentType } = options
    const Class = this.constructor as typeof ResponseBase
    const isGiven = headers !== null && headers !== undefined
    this.headers = !isGiven ? new Headers() : headers instanceof Headers ? headers : new Headers(headers)
    let type = contentType ?? null
    if (type === null) {
      const isTyped = isGiven && this.headers.has('Content-Type')
      const media = mimetype ?? (isTyped ? null : Class.defaultMimetype)
      if (media !== null) type = getContentType(media, 'utf-8')
    }
    if (type !== null) {
      if (isGiven) this.headers.set('Content-Type', type)
      else this.headers.add('Content-Type', type)
    }
    const { status, code } = readStatus(options.status ?? Class.defaultStatus)
    this._status = status
    this._statusCode = code
  }

  /** The status line, such as `404 NOT FOUND`. A code that is assigned gets its reason. */
  get status(): string {
    return this._status
  }

  set status(value: number | string) {
    const { status, code } = readStatus(value)
    this._status = status
    this._statusCode = code
  }

  /** The status code. */
  get statusCode(): number {
    return this._statusCode
  }

  set statusCode(code: number) {
    this.status = code
  }

  /** Content-Type as it is. */
  get contentType(): string | null {
    return this.headers.get('Content-Type') ?? null
  }

  set contentType(value: string | null) {
    putField(this.headers, 'Content-Type', value)
  }

  /** The media type without its parameters. What is assigned gets a charset when it is a text. */
  get mimetype(): string | null {
    const type = this.headers.get('Content-Type')
    return type ? type.split(';', 1)[0]!.trim() : null
  }

  set mimetype(value: string | null) {
    putField(this.headers, 'Content-Type', value === null ? null : getContentType(value, 'utf-8'))
  }

  /** The parameters of the media type. Changes go to the field. */
  get mimetypeParams(): CallbackDict {
    const [, parameters] = parseOptionsHeader(this.headers.get('Content-Type') ?? '')
    return new CallbackDict(parameters, (changed) => {
      this.headers.set('Content-Type', dumpOptionsHeader(this.mimetype, new Map(changed)))
    })
  }

  /** Whether the media type is JSON's: `application/json` or `application/*+json`. */
  get isJson(): boolean {
    const type = this.mimetype
    return (
      type === 'application/json' ||
      (type !== null && type.startsWith('application/') && type.endsWith('+json'))
    )
  }
}

const NO_OPTIONS: SansioResponseOptions = Object.freeze({})

/**
 * Sets a field, or removes it when there is no value.
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * const headers = new Headers({ Age: '1' })
 * putField(headers, 'Age', null)
 * assert.equal(headers.has('Age'), false)
 */
export function putField(headers: Headers, name: string, value: string | null): void {
  if (value === null) headers.delete(name)
  else headers.set(name, value)
}
