/**
 * Blocks in one piece; one block is given as it is.
 *
 * @example
 * assert.deepEqual(joinBlocks([Uint8Array.of(1), Uint8Array.of(2, 3)]), Uint8Array.of(1, 2, 3))
 */
export function joinBlocks(blocks: readonly Uint8Array[]): Uint8Array {
  if (blocks.length === 1) return blocks[0]!
  let total = 0
  for (const block of blocks) total += block.length
  const bytes = new Uint8Array(total)
  let at = 0
  for (const block of blocks) {
    bytes.set(block, at)
    at += block.length
  }
  return bytes
}
