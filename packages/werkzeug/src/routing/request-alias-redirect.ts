/**
 * The rule that matched is an alias: the URL of its endpoint is another one. A value, not thrown.
 * Python: `werkzeug.routing.exceptions.RequestAliasRedirect`.
 *
 * @example
 * assert.equal(new RequestAliasRedirect({ id: 1 }, 'user').endpoint, 'user')
 */
export class RequestAliasRedirect {
  readonly matchedValues: Readonly<Record<string, unknown>>
  readonly endpoint: unknown

  constructor(matchedValues: Readonly<Record<string, unknown>>, endpoint: unknown) {
    this.matchedValues = matchedValues
    this.endpoint = endpoint
  }
}
