import { defineRule } from './rule.ts'
import type { Section } from './rule.ts'

const STREAMS = 'PEP 3333, "Input and Error Streams"'
const CONTRACT = 'Gateway contract, InputStream'

/** The request body. */
export const INPUT_SECTION: Section = {
  title: 'The input',
  intro: `wsgi.input is the request body. It is read at the pace of the application; every method returns a promise, and
    empty bytes say that the body has ended.`,
  rules: [
    defineRule(
      'I001',
      'server',
      'error',
      STREAMS,
      `wsgi.input has the methods read, readline and readlines and can be iterated asynchronously.`,
      'Give an InputStream; NO_INPUT serves for a request without body',
    ),
    defineRule(
      'I002',
      'server',
      'error',
      CONTRACT,
      `read, readline and readlines return promises, also when the bytes are at hand.`,
      'Make the method async',
    ),
    defineRule(
      'I003',
      'server',
      'error',
      STREAMS,
      `read and readline give a Uint8Array, readlines gives an array of them, and iteration gives
      blocks as they come, none of them empty.`,
      'Give bytes, empty ones at the end',
    ),
    defineRule(
      'I004',
      'server',
      'error',
      STREAMS,
      `read and readline give no more bytes than they were asked for: the rest belongs to the next call.`,
      'Keep what is left for the next call',
    ),
    defineRule(
      'I005',
      'server',
      'error',
      STREAMS,
      `The input ends after CONTENT_LENGTH bytes. What follows on the connection is another request, and who reads it
      here would let one client write the request of the next.`,
      'Simulate the end of the file after CONTENT_LENGTH bytes',
    ),
    defineRule(
      'I006',
      'application',
      'error',
      STREAMS,
      `read, readline and readlines take at most one argument, a whole number of bytes; without it, or with a negative
      number, they read all that is left.`,
      'Pass a whole number or nothing',
    ),
    defineRule(
      'I007',
      'application',
      'error',
      CONTRACT,
      `One read is under way at a time. Two at once would share out the bytes between them in an order that nobody
      chose; mostly the first one lacks its await.`,
      'Await the read before the next one',
    ),
    defineRule(
      'I008',
      'application',
      'error',
      CONTRACT,
      `The input is read while the response is being made. After its end the connection may carry another request.`,
      'Read before the body ends',
    ),
    defineRule(
      'I009',
      'application',
      'warning',
      CONTRACT,
      `No read is under way when the response ends: its result would be lost.`,
      'Await the read',
    ),
    defineRule(
      'I010',
      'application',
      'error',
      STREAMS,
      `A program stops reading when it gets empty bytes. Reading past the end is allowed and gives empty bytes again;
      the tenth time in a row it is a loop that never ends.`,
      'Leave the loop when a read gives empty bytes',
    ),
    defineRule(
      'I011',
      'application',
      'error',
      STREAMS,
      `The application never closes or destroys the input: it belongs to the server, which needs the connection.`,
      'Leave the input alone; the server drains it',
    ),
  ],
}

/** The server's log. */
export const ERRORS_SECTION: Section = {
  title: 'The error stream',
  intro: `wsgi.errors is where an application reports trouble: text that ends up in the server's log.`,
  rules: [
    defineRule(
      'O001',
      'server',
      'error',
      STREAMS,
      `wsgi.errors has the methods write, writelines and flush.`,
      'Give an ErrorStream',
    ),
    defineRule(
      'O002',
      'application',
      'error',
      STREAMS,
      `write takes exactly one text; an error object has to be made into text first.`,
      'Write the text of the error, such as error.stack',
    ),
    defineRule(
      'O003',
      'application',
      'error',
      STREAMS,
      `writelines takes an iterable of texts, each with its own line end.`,
      'Pass a list of texts',
    ),
    defineRule(
      'O004',
      'application',
      'error',
      STREAMS,
      `The application never closes the error stream: other requests write to it too.`,
      'Leave the error stream open; flush it',
    ),
  ],
}
