/**
 * Where the original takes a decimal digit of another script for a number, ours takes ASCII digits only. Rules find such
 * vectors by their input.
 */

/** A decimal digit outside ASCII: what Python's `\d`, `int` and `float` take besides 0 to 9. */
const OTHER_DIGIT = /[^\0-\x7f]/u

const isOtherDigit = (character: string): boolean => OTHER_DIGIT.test(character) && /\p{Nd}/u.test(character)

/** Whether a text, or one somewhere in a list or map, keys too, has a decimal digit outside ASCII. */
export function hasUnicodeDigit(value: unknown): boolean {
  if (typeof value === 'string') return [...value].some(isOtherDigit)
  if (Array.isArray(value)) return value.some(hasUnicodeDigit)
  return typeof value === 'object' && value !== null && Object.entries(value).some(hasUnicodeDigit)
}

/** Whether a text is a number to Python, but for the script of its digits: what is a number to nobody here. */
export const isUnicodeNumber = (value: unknown): boolean =>
  typeof value === 'string' && hasUnicodeDigit(value) && /^\s*[+-]?[\p{Nd}_]+(?:\.\p{Nd}*)?\s*$/u.test(value)
