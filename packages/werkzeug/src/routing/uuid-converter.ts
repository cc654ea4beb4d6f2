import { BaseConverter } from './base-converter.ts'

/**
 * A UUID, as text in small letters: `<uuid:id>`. Python: `werkzeug.routing.UUIDConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/object/<uuid:id>', { endpoint: 'object' })])
 * const [, values] = map.bind('example.com').match('/object/A8098C1A-F86E-11DA-BD1A-00112444BE1E')
 * assert.equal(values.id, 'a8098c1a-f86e-11da-bd1a-00112444be1e')
 */
export class UUIDConverter extends BaseConverter {
  override readonly regex: string =
    '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}'
  override readonly partIsolating: boolean | null = true

  override toPython(text: string): string {
    return text.toLowerCase()
  }
}
