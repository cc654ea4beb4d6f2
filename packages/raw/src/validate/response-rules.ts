import { defineRule } from './rule.ts'
import type { Section } from './rule.ts'

const START = 'PEP 3333, "The start_response() Callable"'
const ERRORS = 'PEP 3333, "Error Handling"'

/** The beginning of the response. */
export const START_SECTION: Section = {
  title: 'startResponse',
  intro: `The application begins its response with startResponse(status, headers), at the latest before the first block
    that is not empty. The server keeps both back until that block, or until the end of the body, so that an error can
    still replace them.`,
  rules: [
    defineRule(
      'S001',
      'application',
      'error',
      START,
      `startResponse is called with a status and headers, and with an error as third argument where there is one.`,
      'Call startResponse(status, headers) or startResponse(status, headers, error)',
    ),
    defineRule(
      'S002',
      'application',
      'error',
      `${START}; RFC 9112 section 4`,
      `The status is text: three digits, a space, and a reason, which may be empty.`,
      'Write the status as "200 OK"; statusText(200) does',
    ),
    defineRule(
      'S003',
      'application',
      'error',
      'RFC 9110 section 15',
      `The status code is final, 200 to 599: a request has one response. Early hints go through wsgi.early_hints, 100 is
      the server's, and 101 needs triptych.upgrade.`,
      'Use a code from 200 to 599',
    ),
    defineRule(
      'S004',
      'application',
      'error',
      `${START}; RFC 9112 section 4`,
      `The reason holds no control characters and nothing above U+00FF: a line end in it would begin a header field.`,
      'Use a plain reason; details belong in the body',
    ),
    defineRule(
      'S005',
      'application',
      'error',
      START,
      `startResponse is called once; a second call needs the error that made it necessary.`,
      'Pass the error as third argument, or decide on the status before the first call',
    ),
    defineRule(
      'S006',
      'application',
      'error',
      ERRORS,
      `The third argument, where there is one, is what was thrown. null says neither yes nor no.`,
      'Pass the error, or leave the argument out',
    ),
    defineRule(
      'S007',
      'application',
      'error',
      START,
      `startResponse has been called when the first block that is not empty comes.`,
      'Call startResponse before the first yield',
    ),
    defineRule(
      'S008',
      'application',
      'error',
      START,
      `startResponse has been called when the body ends, also when the body is empty.`,
      'Call startResponse on every path',
    ),
    defineRule(
      'S009',
      'application',
      'error',
      START,
      `startResponse is not called after the body has ended: the response has gone out.`,
      'Await what calls startResponse before the body ends',
    ),
    defineRule(
      'S010',
      'application',
      'error',
      ERRORS,
      `When startResponse throws the error it was given, the headers have been sent, and the application lets the error
      pass. Only so the server cuts the connection, and the client sees that the response is incomplete.`,
      'Do not catch what startResponse throws',
    ),
    defineRule(
      'S011',
      'server',
      'error',
      START,
      `startResponse returns the function write.`,
      'Return a function that takes a block and returns a promise',
    ),
    defineRule(
      'S012',
      'server',
      'error',
      ERRORS,
      `A call with an error throws that very error when the headers have been sent.`,
      'Throw the error that was passed',
    ),
  ],
}

/** The fields of the response. */
export const HEADERS_SECTION: Section = {
  title: 'Headers',
  intro: `The headers are a list of pairs, name and value, in the order in which they are sent. What is not about the
    content but about the connection is the server's.`,
  rules: [
    defineRule(
      'H001',
      'application',
      'error',
      START,
      `The headers are an array: not a Map, not a record, not the platform's Headers. Order and repetition matter.`,
      'Pass [[name, value], ...]',
    ),
    defineRule(
      'H002',
      'application',
      'error',
      START,
      `Each item is an array of exactly two texts, name and value; numbers are converted by the application.`,
      'Write each field as [name, value], both text',
    ),
    defineRule(
      'H003',
      'application',
      'error',
      'RFC 9110 section 5.1',
      `A name is a token: letters, digits and !#$%&'*+-.^_\`|~. It may begin with a digit; a space or a colon in it makes
      another field of it.`,
      'Use letters, digits and dashes',
    ),
    defineRule(
      'H004',
      'application',
      'error',
      'RFC 9110 section 5.5',
      `A value holds no control characters but the tab, and nothing above U+00FF. A line end in it, mostly from data of
      the client, lets that client write the rest of the response.`,
      'Encode the data before it goes into a header',
    ),
    defineRule(
      'H005',
      'application',
      'warning',
      'RFC 9110 section 5.5',
      `A value has no space or tab at its ends: the recipient takes them away.`,
      'Trim the value',
    ),
    defineRule(
      'H006',
      'application',
      'error',
      'RFC 3875 section 6.3.3',
      `There is no field Status: behind CGI and FastCGI it would replace the status.`,
      'Pass the status as first argument of startResponse',
    ),
    defineRule(
      'H007',
      'application',
      'error',
      'PEP 3333, "Other HTTP Features"; RFC 9110 section 7.6.1',
      `Fields about the connection (Connection, Keep-Alive, Transfer-Encoding, Upgrade, TE, Proxy-...) are the server's.
      Sent by an application they contradict what the server does with the connection.`,
      'Leave the field to the server',
    ),
    defineRule(
      'H008',
      'application',
      'error',
      'RFC 9110 section 5.3',
      `A field that has one value stands once: Content-Type, Content-Length, Location, ETag, Last-Modified and the like.
      Recipients disagree on which of two they take.`,
      'Replace the field instead of appending it; Headers.set does',
    ),
    defineRule(
      'H009',
      'application',
      'error',
      'RFC 9110 section 8.6',
      `Content-Length is a number of bytes in decimal digits.`,
      'Write the length of the encoded body, or leave the field out',
    ),
    defineRule(
      'H010',
      'application',
      'error',
      'RFC 9110 section 8.6',
      `There is no Content-Length with 204: such a response has no content, not one of a length. The same holds for 101.`,
      'Leave Content-Length out',
    ),
    defineRule(
      'H011',
      'application',
      'warning',
      'RFC 9110 sections 8.3 and 15.4.5',
      `There is no Content-Type with 204 and 304: they carry nothing that could have a type.`,
      'Leave Content-Type out',
    ),
    defineRule(
      'H012',
      'application',
      'warning',
      'RFC 9110 section 8.3',
      `A response with content has a Content-Type; without one, browsers guess from the bytes, and can be made to guess
      wrong.`,
      "Add ['Content-Type', 'text/plain; charset=utf-8'] or what it is",
    ),
    defineRule(
      'H013',
      'application',
      'error',
      START,
      `The list and its pairs stay as they are after startResponse: the server may have sent them already, or may send
      them later. Which of both decides whether the change arrives.`,
      'Complete the headers before startResponse',
    ),
    defineRule(
      'H014',
      'application',
      'error',
      'RFC 9110 section 6.5.1',
      `Trailer fields and early hints follow the rules of headers, and a trailer holds nothing that is needed before the
      body: no framing, routing, authentication, caching or content format.`,
      'Send the field as a header',
    ),
  ],
}
