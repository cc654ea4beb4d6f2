import { BaseConverter, argumentsBy } from './base-converter.ts'
import type { ConverterMap } from './base-converter.ts'
import type { ConverterArgument } from './converter-arguments.ts'
import { ValidationError } from './validation-error.ts'

type Arguments = readonly ConverterArgument[]
type Options = Readonly<Record<string, ConverterArgument>>

/**
 * What whole numbers and others share: limits, an optional sign, a fixed number of digits.
 * Python: `werkzeug.routing.NumberConverter`.
 *
 * @example
 * import { IntegerConverter } from '@triptych/werkzeug/routing'
 * assert(IntegerConverter.prototype instanceof NumberConverter)
 */
export abstract class NumberConverter extends BaseConverter<number> {
  override readonly weight: number = 50
  override readonly regex: string
  override readonly partIsolating: boolean | null = true
  /** How many characters the number has in a URL; 0: as many as it needs. */
  readonly fixedDigits: number
  readonly min: number | null
  readonly max: number | null
  readonly signed: boolean

  /** @param digits the regular expression of a number without sign */
  constructor(
    map: ConverterMap,
    digits: string,
    names: readonly string[],
    args: Arguments,
    options: Options,
  ) {
    super(map)
    const given = argumentsBy(names, args, options)
    this.fixedDigits = number('fixed_digits', given['fixed_digits']) ?? 0
    this.min = number('min', given['min'])
    this.max = number('max', given['max'])
    this.signed = flag(given['signed'])
    this.regex = this.signed ? `-?${digits}` : digits
  }

  /** The number that a text is, or one to be written. */
  protected abstract convert(value: unknown): number

  /** @throws ValidationError for a number outside the limits, or with another number of digits */
  override toPython(text: string): number {
    if (this.fixedDigits > 0 && text.length !== this.fixedDigits) {
      throw new ValidationError(`Expected ${this.fixedDigits} digits, got ${text.length}`)
    }
    const value = this.convert(text)
    if ((this.min !== null && value < this.min) || (this.max !== null && value > this.max)) {
      throw new ValidationError(`Expected a number from ${this.min ?? ''} to ${this.max ?? ''}, got ${value}`)
    }
    return value
  }

  /** @throws SyntaxError for what is no number */
  override toUrl(value: number): string {
    const text = this.write(value)
    const sign = text.startsWith('-') ? '-' : ''
    return sign + text.slice(sign.length).padStart(this.fixedDigits - sign.length, '0')
  }

  /** The digits of a number. */
  protected abstract write(value: unknown): string
}

/** A number among the arguments. */
function number(name: string, value: ConverterArgument | undefined): number | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') return Number(value)
  throw new TypeError(`Expected a number for ${name}, got ${JSON.stringify(value)}`)
}

/** Words of JavaScript are taken for what they mean. */
function flag(value: ConverterArgument | undefined): boolean {
  return value === 'false' ? false : Boolean(value)
}
