/**
 * How early a part is tried among others, `werkzeug.routing.rules.Weighting`: more fixed texts first, then the longer ones,
 * then more values, then those whose converters weigh less.
 *
 * @example
 * const fixed = new Weighting([3], [100])
 * const free = new Weighting([], [100])
 * assert(fixed.compare(free) < 0)
 */
export class Weighting {
  readonly numberStaticWeights: number
  /** For each fixed text, its place among them and its length, negative. */
  readonly staticWeights: readonly (readonly [place: number, length: number])[]
  readonly numberArgumentWeights: number
  /** The weights of the converters. */
  readonly argumentWeights: readonly number[]

  /**
   * @param lengths how long the fixed texts are
   * @param argumentWeights the weights of the converters
   */
  constructor(lengths: readonly number[], argumentWeights: readonly number[]) {
    // No negative zero.
    this.numberStaticWeights = 0 - lengths.length
    this.staticWeights = lengths.map((length, place) => [place, 0 - length])
    this.numberArgumentWeights = 0 - argumentWeights.length
    this.argumentWeights = argumentWeights
  }

  /** Negative when this goes before the other, 0 when they are alike. */
  compare(other: Weighting): number {
    return (
      this.numberStaticWeights - other.numberStaticWeights ||
      compareLists(this.staticWeights.flat(), other.staticWeights.flat()) ||
      this.numberArgumentWeights - other.numberArgumentWeights ||
      compareLists(this.argumentWeights, other.argumentWeights)
    )
  }
}

/** Element by element; of two that begin alike, the shorter first. */
function compareLists(one: readonly number[], other: readonly number[]): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const difference = one[at]! - other[at]!
    if (difference !== 0) return difference
  }
  return one.length - other.length
}
