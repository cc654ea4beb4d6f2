import { defineRule } from './rule.ts'
import type { Section } from './rule.ts'

const RETURN = 'PEP 3333, "The Application/Framework Side"'
const LENGTH = 'PEP 3333, "Handling the Content-Length Header"'
const WRITE = 'PEP 3333, "The write() Callable"'

/** The blocks that the application gives. */
export const BODY_SECTION: Section = {
  title: 'The body',
  intro: `The application returns a body, or a promise of one: an iterable or asynchronous iterable of blocks of bytes.
    Blocks are made when the server asks for them, at the pace of the client. Empty blocks are allowed and say nothing.`,
  rules: [
    defineRule(
      'B001',
      'application',
      'error',
      RETURN,
      `The result is an iterable or an asynchronous iterable, also when everything was written with write; then it is
      an empty list.`,
      'Return a list of blocks, or make the application a generator',
    ),
    defineRule(
      'B002',
      'application',
      'error',
      RETURN,
      `The result is no text and no single block. Both can be iterated, but into characters and numbers.`,
      'Return [block]; bytes(text) encodes a text',
    ),
    defineRule(
      'B003',
      'application',
      'error',
      'PEP 3333, "Unicode Issues"',
      `Each block is a Uint8Array (Node's Buffer is one). Text has no bytes before somebody chooses an encoding.`,
      'Encode the text: bytes(text)',
    ),
    defineRule(
      'B004',
      'application',
      'error',
      `${LENGTH}; RFC 9110 section 8.6`,
      `The body is not longer than its Content-Length. The surplus would be taken for the next response.`,
      'Count the bytes after encoding, or leave Content-Length out',
    ),
    defineRule(
      'B005',
      'application',
      'error',
      `${LENGTH}; RFC 9112 section 6.3`,
      `The body is not shorter than its Content-Length: the client would wait for the rest. HEAD and 304 are exempt, since
      their Content-Length is that of another response.`,
      'Count the bytes after encoding, or leave Content-Length out',
    ),
    defineRule(
      'B006',
      'application',
      'warning',
      'RFC 9110 sections 9.3.2, 15.3.5 and 15.4.5',
      `A response to HEAD, and one with 204 or 304, has no content. The server drops the bytes, so making them is wasted
      work; a GET in disguise is the usual reason with HEAD.`,
      'Return an empty list',
    ),
    defineRule(
      'B007',
      'application',
      'error',
      RETURN,
      `Each request gets a body of its own. A generator object that was made once, outside of the application, is used up
      by the first request.`,
      'Make the generator within the application',
    ),
  ],
}

/** Pushing blocks. */
export const WRITE_SECTION: Section = {
  title: 'write',
  intro: `startResponse returns write(block), which sends a block at once. It exists for code that pushes; new code yields
    its blocks.`,
  rules: [
    defineRule(
      'W001',
      'application',
      'error',
      WRITE,
      `write takes exactly one block, a Uint8Array.`,
      'Encode the text: write(bytes(text))',
    ),
    defineRule(
      'W002',
      'application',
      'warning',
      'Gateway contract, Write',
      `The promise of write is awaited. Otherwise blocks pile up in memory when the client is slower than the program.`,
      'Await write(block)',
    ),
    defineRule(
      'W003',
      'application',
      'error',
      WRITE,
      `write is called before the application returns its body, never from within the body: what is written goes out
      before what is yielded, and the server may already hold a block that was yielded earlier.`,
      'Yield the block',
    ),
    defineRule(
      'W004',
      'server',
      'error',
      'Gateway contract, Write',
      `write returns a promise, which is settled when the client can take more.`,
      'Return a promise',
    ),
  ],
}
