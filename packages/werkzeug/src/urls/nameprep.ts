/** RFC 3454 table B.1: "commonly mapped to nothing". */
const NOTHING =
  /\u{34f}|[\u{180b}-\u{180d}]|[\u{fe00}-\u{fe0f}]|[\u{ad}\u{1806}\u{200b}-\u{200d}\u{2060}\u{feff}]/gu

/**
 * RFC 3454 tables C.1.2, C.2.2 and C.3 to C.9: spaces, controls, private use, noncharacters, surrogates, what is
 * inappropriate for plain text or for canonical representation, what changes the display, and tags.
 */
const PROHIBITED =
  /[\u{340}\u{341}]|[\u{80}-\u{a0}\u{6dd}\u{70f}\u{1680}\u{180e}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{205f}-\u{2063}\u{206a}-\u{206f}\u{2ff0}-\u{2ffb}\u{3000}\u{d800}-\u{f8ff}\u{fdd0}-\u{fdef}\u{feff}\u{fff9}-\u{ffff}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}\u{f0000}-\u{10ffff}]|\p{Noncharacter_Code_Point}/u

/** RFC 3454 table D.1: characters that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\u{5be}\u{5c0}\u{5c3}\u{5d0}-\u{5ea}\u{5f0}-\u{5f4}\u{61b}\u{61f}\u{621}-\u{63a}\u{640}-\u{64a}\u{66d}-\u{66f}\u{671}-\u{6d5}\u{6dd}\u{6e5}\u{6e6}\u{6fa}-\u{6fe}\u{700}-\u{70d}\u{710}\u{712}-\u{72c}\u{780}-\u{7a5}\u{7b1}\u{200f}\u{fb1d}\u{fb1f}-\u{fb28}\u{fb2a}-\u{fb36}\u{fb38}-\u{fb3c}\u{fb3e}\u{fb40}\u{fb41}\u{fb43}\u{fb44}\u{fb46}-\u{fbb1}\u{fbd3}-\u{fd3d}\u{fd50}-\u{fd8f}\u{fd92}-\u{fdc7}\u{fdf0}-\u{fdfc}\u{fe70}-\u{fe74}\u{fe76}-\u{fefc}]/u

/** RFC 3454 table D.2, which is long, without its symbols: letters, marks and digits of scripts that run from left to right. */
const LEFT_TO_RIGHT =
  /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{Nl}\p{Mc}\u{2bb}-\u{2c1}\u{2d0}\u{2d1}\u{2ee}\u{559}\u{e46}\u{ec6}\u{17d7}\u{1843}\u{3005}\u{3031}-\u{3035}\u{303b}\u{309d}\u{309e}\u{30fc}-\u{30fe}\u{a015}]|(?![0-9\u{660}-\u{669}\u{6f0}-\u{6f9}])\p{Nd}/u

/** RFC 3454 table B.3: folds case. The round trip over capitals folds what has no lower case of its own, as `\xdf`. */
const foldCase = (char: string): string => (char === '\u0131' ? char : char.toUpperCase().toLowerCase())

/** RFC 3454 table B.2: folds case so that folding and normalizing once more would change nothing. */
function foldForNfkc(char: string): string {
  const folded = foldCase(char)
  const normal = folded.normalize('NFKC')
  const again = Array.from(normal, foldCase).join('').normalize('NFKC')
  return again === normal ? folded : again
}

/**
 * Prepares a label of a host name for comparison, Nameprep (RFC 3491): drops what is not seen, folds case, normalizes
 * (NFKC), and refuses characters that are invisible, ambiguous or of mixed direction. The tables of RFC 3454 are those of
 * Unicode 3.2; the platform's Unicode stands in for them, so that newer characters are folded too.
 *
 * @throws SyntaxError for a label that may not be
 * @example
 * assert.equal(nameprep('B\xdcCHER'), 'b\xfccher')
 * assert.equal(nameprep('stra\xdfe'), 'strasse')
 * assert.throws(() => nameprep('a\u2028'), SyntaxError)
 */
export function nameprep(label: string): string {
  const prepared = Array.from(label.replace(NOTHING, ''), foldForNfkc).join('').normalize('NFKC')
  const prohibited = PROHIBITED.exec(prepared)
  if (prohibited) throw refusal(label, `U+${hex(prohibited[0])} may not stand in a host name`)
  if (RIGHT_TO_LEFT.test(prepared)) {
    const chars = Array.from(prepared)
    const mixed = chars.some((char) => !RIGHT_TO_LEFT.test(char) && LEFT_TO_RIGHT.test(char))
    if (mixed || !RIGHT_TO_LEFT.test(chars[0] as string) || !RIGHT_TO_LEFT.test(chars.at(-1) as string)) {
      throw refusal(label, 'it mixes directions of writing')
    }
  }
  return prepared
}

const hex = (char: string): string =>
  (char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')

const refusal = (label: string, why: string): SyntaxError =>
  new SyntaxError(
    `Expected a label of an internationalized host name, got ${JSON.stringify(label.slice(0, 80))}: ${why}`,
  )
