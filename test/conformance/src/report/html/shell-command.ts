import type { ByteSequence, Part } from '../../net/byte-sequence.ts'

/**
 * A line for a POSIX shell that sends a sequence to a port of this machine with OpenBSD's `nc`. Waits for an answer become
 * pauses of a second.
 *
 * @example
 * assert.equal(
 *   shellCommand(["GET /%41 HTTP/1.1\r\nHost: a'b\r\n\r\n", { fin: true }], 8080),
 *   `printf 'GET /%%41 HTTP/1.1\\r\\nHost: a'\\''b\\r\\n\\r\\n' | nc -N 127.0.0.1 8080`,
 * )
 * assert.equal(shellCommand(['GET'], 8080), `{ printf 'GET'; sleep 2; } | nc 127.0.0.1 8080`)
 */
export function shellCommand(sequence: ByteSequence, port: number): string {
  const steps = shellSteps(sequence)
  // Without an end of sending the sending side stays open for the answer.
  const ends = sequence.some((part) => typeof part !== 'string' && 'fin' in part)
  if (!ends) steps.push('sleep 2')
  const [only] = steps
  const producer = steps.length === 1 && only !== undefined ? only : `{ ${steps.join('; ')}; }`
  return `${producer} | nc${ends ? ' -N' : ''} 127.0.0.1 ${port}`
}

/**
 * The commands that write a sequence to standard output.
 *
 * @example
 * assert.deepEqual(shellSteps(['a', { repeat: 'bc', times: 3 }, { pause: 200 }, 'd']), ["printf 'abcbcbc'", 'sleep 0.2', "printf 'd'"])
 */
export function shellSteps(sequence: ByteSequence): string[] {
  const steps: string[] = []
  let bytes = ''
  const flush = (): void => {
    if (bytes !== '') steps.push(`printf ${quote(bytes)}`)
    bytes = ''
  }
  for (const part of sequence) {
    if (typeof part === 'string') bytes += part
    else if ('repeat' in part && part.repeat.length * part.times <= LONGEST)
      bytes += part.repeat.repeat(part.times)
    else {
      flush()
      const step = stepOf(part)
      if (step !== undefined) steps.push(step)
    }
  }
  flush()
  return steps
}

/** Longer runs are counted by the shell. */
const LONGEST = 64

function stepOf(part: Exclude<Part, string>): string | undefined {
  // A format is used again for each argument, and %.0s prints nothing of it.
  if ('repeat' in part) return `printf ${quote(part.repeat, '%.0s')} $(seq ${part.times})`
  if ('pause' in part) return part.pause === 0 ? undefined : `sleep ${part.pause / 1000}`
  return 'await' in part || 'after' in part ? 'sleep 1' : undefined
}

/** A format of printf: octal escapes are the ones that every shell knows. */
function quote(bytes: string, more: string = ''): string {
  // A hyphen in front would begin an option.
  const text = bytes.replace(/^-|[\0-\x1f\x7f-\xff\\%']/g, (byte) => {
    if (byte === '\r') return '\\r'
    if (byte === '\n') return '\\n'
    if (byte === '\\') return '\\\\'
    if (byte === '%') return '%%'
    if (byte === "'") return "'\\''"
    return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `'${text}${more}'`
}
