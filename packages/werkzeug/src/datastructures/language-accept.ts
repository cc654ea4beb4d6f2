import { Accept } from './accept.ts'

/**
 * The Accept-Language of a request. A best match is looked for exactly first, then by the client's primary tags, then by the
 * server's. Python: `werkzeug.datastructures.LanguageAccept`.
 *
 * @example
 * const languages = LanguageAccept.fromHeader('de-AT, en;q=0.8')
 * assert.equal(languages.bestMatch(['en', 'de']), 'en')
 * assert.equal(languages.bestMatch(['fr', 'de']), 'de')
 * assert.equal(LanguageAccept.fromHeader('de').bestMatch(['de_AT']), 'de_AT')
 */
export class LanguageAccept extends Accept {
  #byPrimary: Accept | undefined

  protected override matches(value: string, item: string): boolean {
    return item === '*' || normal(value) === normal(item)
  }

  override bestMatch<const T extends string>(matches: Iterable<T>): T | null
  override bestMatch<const T extends string, D>(matches: Iterable<T>, options: { readonly default: D }): T | D
  override bestMatch<const T extends string, D>(
    matches: Iterable<T>,
    options?: { readonly default: D },
  ): T | D | null {
    const offers = Array.isArray(matches) ? (matches as readonly T[]) : [...matches]
    const exact = super.bestMatch(offers)
    if (exact !== null) return exact
    this.#byPrimary ??= new Accept(Array.from(this, ([item, quality]) => [primary(item), quality] as const))
    const general = this.#byPrimary.bestMatch(offers)
    if (general !== null) return general
    const offered = super.bestMatch(offers.map(primary))
    const found = offered === null ? undefined : offers.find((offer) => offer.startsWith(offered))
    return found ?? (options ? options.default : null)
  }
}

const normal = (tag: string): string => tag.toLowerCase().replaceAll('_', '-')

/** What stands before the first hyphen or underscore. */
const primary = (tag: string): string => tag.split(/[_-]/, 1)[0] ?? ''
