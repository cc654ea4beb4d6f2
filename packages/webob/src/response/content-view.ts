import { checkField } from '@triptych/raw/http'
import { HeaderView } from './header-view.ts'
import { charsetOf, hasCharset } from './content-type.ts'
import type { ResponseSettings } from './response-state.ts'

const CHARSET = /;\s*charset=([^;]*)/i
/** A name is looked for at its start only, or a long text without `=` would take its square. */
const PARAMETER = /(?<![a-z0-9])([a-z0-9]+)=(?:"([^"]*)"|([a-z0-9_.-]*))/gi
const PLAIN = /^[a-z0-9_.-]+$/i

/**
 * Type, charset and parameters of a response: the parts of Content-Type.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response('hello')
 * assert.ok(response instanceof ContentView)
 * response.contentType = 'text/plain'
 * response.charset = 'utf-8'
 * assert.equal(response.headers.get('Content-Type'), 'text/plain; charset=utf-8')
 */
export class ContentView extends HeaderView {
  /** @internal The settings of its class. */
  get _settings(): ResponseSettings {
    return this.constructor as unknown as ResponseSettings
  }

  /**
   * The type without parameters; null when there is none. Setting it drops all parameters that were there, and gives
   * text and XML the default charset.
   */
  get contentType(): string | null {
    const header = this.headers.get('Content-Type')
    return header ? header.split(';', 1)[0]! : null
  }

  set contentType(value: string | null) {
    if (!value) {
      this.headers.delete('Content-Type')
      return
    }
    if (typeof value !== 'string') throw new TypeError(`Expected text as type, got ${typeof value}`)
    const { defaultCharset } = this._settings
    const adds = defaultCharset && !value.includes('charset=') && hasCharset(value)
    this.headers.set('Content-Type', adds ? `${value}; charset=${defaultCharset}` : value)
  }

  /** The charset parameter; null when there is none. Setting it needs a type. */
  get charset(): string | null {
    return charsetOf(this.headers.get('Content-Type'))
  }

  set charset(value: string | null) {
    const header = this.headers.get('Content-Type')
    if (header === undefined) {
      if (value === null) return
      throw new TypeError('Expected a Content-Type to set the charset of, there is none')
    }
    const bare = header.replace(CHARSET, '')
    this.headers.set('Content-Type', value === null ? bare : `${bare}; charset=${value}`)
  }

  /** The parameters of the type, a copy without a prototype. Assignment replaces all of them. */
  get contentTypeParams(): Record<string, string> {
    const parameters = Object.create(null) as Record<string, string>
    const header = this.headers.get('Content-Type') ?? ''
    const semicolon = header.indexOf(';')
    if (semicolon < 0) return parameters
    for (const [, name, quoted, plain] of header.slice(semicolon + 1).matchAll(PARAMETER)) {
      parameters[name!] = quoted ?? plain ?? ''
    }
    return parameters
  }

  set contentTypeParams(value: Readonly<Record<string, string>> | null) {
    const type = (this.headers.get('Content-Type') ?? '').split(';', 1)[0]!
    const parameters = Object.entries(value ?? {})
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, text]) => `; ${name}=${PLAIN.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`}`)
    const header = type + parameters.join('')
    checkField('Content-Type', header)
    this.headers.set('Content-Type', header)
  }
}
