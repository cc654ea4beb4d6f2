/**
 * A text with places for values, `${name}` or `$name`; `$$` is a dollar sign, and a name that nothing is known of stays as
 * it is. Python: `string.Template.safe_substitute`.
 *
 * @example
 * assert.equal(new Template('${a} costs $$5, ${b}').substitute((name) => (name === 'a' ? 'It' : undefined)), 'It costs $5, ${b}')
 */
export class Template {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** The text with its values, which are asked for only when they are needed. */
  substitute(value: (name: string) => string | undefined): string {
    return this.text.replaceAll(
      /\$(?:(\$)|([_a-zA-Z]\w*)|\{([_a-zA-Z]\w*)\})/g,
      (whole, dollar: string | undefined, plain: string | undefined, braced: string | undefined) =>
        dollar ?? value((plain ?? braced)!) ?? whole,
    )
  }
}
