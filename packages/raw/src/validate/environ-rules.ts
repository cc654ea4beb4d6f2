import { defineRule } from './rule.ts'
import type { Section } from './rule.ts'

const CALL = 'PEP 3333, "The Application/Framework Side"'
const VARIABLES = 'PEP 3333, "environ Variables"'
const UNICODE = 'PEP 3333, "Unicode Issues"'

/** What the server hands to the application. */
export const CALL_SECTION: Section = {
  title: 'The call',
  intro: `A server calls the application once for each request, with an environ and a startResponse function. The same
    application is called again while earlier requests are still under way.`,
  rules: [
    defineRule(
      'A001',
      'server',
      'error',
      CALL,
      `The application is called with exactly two arguments, by position: the environ and startResponse.`,
      'Call application(environ, startResponse)',
    ),
    defineRule(
      'A002',
      'server',
      'error',
      VARIABLES,
      `The environ is an ordinary object that can be changed: not a Map, not an instance of a class, not frozen.
      Middleware hands data on by setting keys.`,
      'Build a plain object for each request',
    ),
    defineRule(
      'A003',
      'server',
      'error',
      CALL,
      `startResponse is a function.`,
      'Give the function that begins the response',
    ),
    defineRule(
      'A004',
      'application',
      'error',
      CALL,
      `An application takes no more than two parameters without default. A function with three is made for another
      interface, such as (request, response, next).`,
      'Wrap the function into one of (environ, startResponse)',
    ),
  ],
}

/** The request, as the server describes it. */
export const ENVIRON_SECTION: Section = {
  title: 'The environ',
  intro: `The environ describes one request. Keys without a dot are CGI variables and hold text, one character for each
    byte; keys with a dot belong to the gateway (\`wsgi.\`), to this project (\`triptych.\`) or to whoever owns the
    prefix. A value of \`undefined\` counts as a key that is missing.`,
  rules: [
    defineRule(
      'E001',
      'server',
      'error',
      VARIABLES,
      `REQUEST_METHOD, SCRIPT_NAME, PATH_INFO, SERVER_NAME, SERVER_PORT and SERVER_PROTOCOL are present. PEP 3333 lets a
      server leave out those that are empty; here they are always there, so that an application reads them without
      asking.`,
      'Set the key, to an empty text where SCRIPT_NAME or PATH_INFO has no value',
    ),
    defineRule(
      'E002',
      'server',
      'warning',
      VARIABLES,
      `QUERY_STRING is present, and empty for a request without a query.`,
      "Set QUERY_STRING to ''",
    ),
    defineRule(
      'E003',
      'server',
      'error',
      VARIABLES,
      `wsgi.version, wsgi.url_scheme, wsgi.input, wsgi.errors, wsgi.multithread, wsgi.multiprocess and wsgi.run_once are
      present.`,
      'Set the key; setupTestingDefaults fills in what an environ made by hand lacks',
    ),
    defineRule(
      'E004',
      'server',
      'error',
      VARIABLES,
      `The value of a key without a dot is text, numbers such as SERVER_PORT and CONTENT_LENGTH included.`,
      'Convert the value to text, or give its key a dotted name',
    ),
    defineRule(
      'E005',
      'server',
      'error',
      UNICODE,
      `Text in the environ has one character for each byte, U+0000 to U+00FF. Decoding is the application's business,
      since only it knows the encoding.`,
      'Decode the bytes as latin-1',
    ),
    defineRule(
      'E006',
      'server',
      'error',
      'RFC 9110 section 5.5',
      `The value of a request field holds no NUL, CR or LF: sent on or logged, it would become another line.`,
      'Refuse the request with 400',
    ),
    defineRule(
      'E007',
      'server',
      'error',
      VARIABLES,
      `The fields Content-Type and Content-Length are CONTENT_TYPE and CONTENT_LENGTH, without the prefix HTTP_. Under
      both names, one could say something else than the other.`,
      'Leave out the prefix HTTP_',
    ),
    defineRule(
      'E008',
      'server',
      'error',
      'RFC 3875 section 4.1.18; CVE-2016-5385',
      `HTTP_PROXY is never set. A field Proxy would become it, and many HTTP clients obey a variable of that name.`,
      'Drop the field Proxy',
    ),
    defineRule(
      'E009',
      'server',
      'error',
      'RFC 3875 section 4.1.18',
      `A key of a request field is HTTP_ and the name in upper case with underscores for dashes.`,
      'Use the form HTTP_ACCEPT_LANGUAGE',
    ),
    defineRule(
      'E010',
      'server',
      'error',
      'RFC 9110 section 9.1',
      `REQUEST_METHOD is a token, in the case in which it came. Any token will do: methods can be extended.`,
      'Refuse the request with 400',
    ),
    defineRule(
      'E011',
      'server',
      'error',
      VARIABLES,
      `SCRIPT_NAME, where the application is mounted, is empty or begins with a slash.`,
      'Begin SCRIPT_NAME with a slash',
    ),
    defineRule(
      'E012',
      'server',
      'error',
      VARIABLES,
      `SCRIPT_NAME is not a single slash: at the root it is empty and the slash belongs to PATH_INFO. Otherwise both would
      give a slash to a URL that is put together again.`,
      "Make SCRIPT_NAME '' and PATH_INFO '/'",
    ),
    defineRule(
      'E013',
      'server',
      'error',
      `${VARIABLES}; RFC 9112 section 3.2.4`,
      `PATH_INFO is empty or begins with a slash. Only for OPTIONS it may be a single asterisk.`,
      'Begin PATH_INFO with a slash',
    ),
    defineRule(
      'E014',
      'server',
      'error',
      `${VARIABLES}; RFC 9110 section 8.6`,
      `CONTENT_LENGTH is missing, empty, or a number of bytes in decimal digits.`,
      'Refuse the request with 400',
    ),
    defineRule(
      'E015',
      'server',
      'error',
      VARIABLES,
      `SERVER_NAME is never empty: it is what URLs are made of when a request has no Host.`,
      'Use the local address of the socket, or localhost',
    ),
    defineRule(
      'E016',
      'server',
      'error',
      `${VARIABLES}; RFC 3875 section 4.1.15`,
      `SERVER_PORT is a port number from 0 to 65535 in decimal digits.`,
      'Use the local port of the socket, or 80',
    ),
    defineRule(
      'E017',
      'server',
      'error',
      'RFC 9112 section 2.3; RFC 3875 section 4.1.16',
      `SERVER_PROTOCOL is HTTP/ and a digit, with a second digit after a dot where the version has one.`,
      'Write the version as HTTP/1.1 or HTTP/2',
    ),
    defineRule(
      'E018',
      'server',
      'error',
      VARIABLES,
      `wsgi.version is the list of the numbers 1 and 0.`,
      'Set it to [1, 0]',
    ),
    defineRule(
      'E019',
      'server',
      'error',
      VARIABLES,
      `wsgi.url_scheme is http or https.`,
      'Use the scheme by which the client came',
    ),
    defineRule(
      'E020',
      'server',
      'error',
      VARIABLES,
      `wsgi.multithread, wsgi.multiprocess and wsgi.run_once are true or false; so is wsgi.input_terminated where it is
      set.`,
      'Use a boolean',
    ),
    defineRule(
      'E021',
      'server',
      'warning',
      'RFC 9110 section 7.2',
      `HTTP_HOST, where it is set, is empty or a host with an optional port. Every gateway refuses other requests; an
      environ made by hand may hold anything, and the application has to live with it.`,
      'Refuse the request with 400',
    ),
    defineRule(
      'E022',
      'server',
      'error',
      'Gateway contract, Environ',
      `The extensions that are set have their form: triptych.signal is an AbortSignal; triptych.finally,
      triptych.trailers, wsgi.early_hints and wsgi.file_wrapper are functions.`,
      'Leave the key out where the server has no such thing',
    ),
  ],
}
