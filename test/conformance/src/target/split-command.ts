/**
 * Splits a command at blanks, as a shell would; quotes of both kinds keep blanks together. Nothing else is special.
 *
 * @throws SyntaxError for a quote without end
 * @example
 * assert.deepEqual(splitCommand(`gunicorn -b '127.0.0.1:{port}' "a b":c`), ['gunicorn', '-b', '127.0.0.1:{port}', 'a b:c'])
 */
export function splitCommand(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (const char of command) {
    if (quote !== '') {
      if (char === quote) quote = ''
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (quote !== '') throw new SyntaxError(`Expected a closing ${quote} in the command, got none: ${command}`)
  if (word !== undefined) words.push(word)
  return words
}
