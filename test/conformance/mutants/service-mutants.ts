/**
 * Time services that are wrong in one way each, as applications: which cases of the suite `service` have to fail them.
 * Without a fault the service is right.
 */
import type { Application, Body, Environ, HeaderPair } from '@triptych/raw'

/** A service with a fault. */
export interface ServiceMutant {
  /** The fault, in a few words. */
  readonly name: string
  /** Ids of cases, without the suite, that fail it, among others. */
  readonly caughtBy: readonly string[]
  readonly application: Application
}

/** What the service decides by, each a place for a fault. */
interface Decisions {
  readonly isMethod: (environ: Environ) => boolean
  readonly isHost: (environ: Environ) => boolean
  readonly isPath: (environ: Environ) => boolean
  readonly answer: (what: 'time' | 'not found' | 'not implemented', environ: Environ) => Answer
  readonly notFoundFirst: boolean
}

interface Answer {
  readonly status: string
  readonly headers: readonly HeaderPair[]
  /** Blocks of it. */
  readonly body: readonly string[]
}

const TEXT: HeaderPair = ['Content-Type', 'text/plain; charset=utf-8']
const LINES = {
  time: '200 OK',
  'not found': '404 Not Found',
  'not implemented': '501 Not Implemented',
} as const
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function ctime(milliseconds: number): string {
  const now = new Date(milliseconds)
  const day = String(now.getDate()).padStart(2)
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${DAYS[now.getDay()]} ${MONTHS[now.getMonth()]} ${day} ${time.join(':')} ${now.getFullYear()}`
}

const hostOf = (environ: Environ): string => environ.HTTP_HOST ?? environ.SERVER_NAME
const nameOf = (environ: Environ): string => hostOf(environ).replace(/:\d*$/, '')

const RIGHT: Decisions = {
  isMethod: (environ) => environ.REQUEST_METHOD === 'GET',
  isHost: (environ) => nameOf(environ) === '127.0.0.1',
  isPath: (environ) => environ.PATH_INFO === '/',
  answer: (what) => ({
    status: LINES[what],
    headers: [TEXT],
    body: [what === 'time' ? ctime(Date.now()) : LINES[what]],
  }),
  notFoundFirst: false,
}

/** The time service, with the faults that are given. */
export function timeService(faults: Partial<Decisions> = {}): Application {
  const { isMethod, isHost, isPath, answer, notFoundFirst } = { ...RIGHT, ...faults }
  return (environ, startResponse): Body => {
    const found = isHost(environ) && isPath(environ)
    const isTime = found && isMethod(environ)
    const refusal = isMethod(environ) || (notFoundFirst && !found) ? 'not found' : 'not implemented'
    const { status, headers, body } = answer(isTime ? 'time' : refusal, environ)
    startResponse(status, [...headers])
    if (environ.REQUEST_METHOD === 'HEAD') return []
    return body.map((block) => Buffer.from(block, 'latin1'))
  }
}

const mutant = (name: string, caughtBy: readonly string[], faults: Partial<Decisions>): ServiceMutant => ({
  name,
  caughtBy,
  application: timeService(faults),
})

/** Changes the answers, each from what is right. */
const saying =
  (change: (right: Answer, what: string, environ: Environ) => Partial<Answer>): Decisions['answer'] =>
  (what, environ) => {
    const right = RIGHT.answer(what, environ)
    return { ...right, ...change(right, what, environ) }
  }

const TIME_ONLY = (what: string, change: Partial<Answer>): Partial<Answer> => (what === 'time' ? change : {})
const OLD = 90_000

/** All of them. */
export const SERVICE_MUTANTS: readonly ServiceMutant[] = [
  mutant('any method is GET', ['method.post', 'method.head', 'table.put-good-root'], {
    isMethod: () => true,
  }),
  mutant('the case of the method does not matter', ['method.lower-get', 'table.lower-get-good-root'], {
    isMethod: ({ REQUEST_METHOD: method }) => method.toUpperCase() === 'GET',
  }),
  mutant('HEAD is served like GET', ['method.head', 'table.head-good-root'], {
    isMethod: ({ REQUEST_METHOD: method }) => method === 'GET' || method === 'HEAD',
  }),
  mutant('methods that begin with GET are GET', ['method.getx'], {
    isMethod: ({ REQUEST_METHOD: method }) => method.startsWith('GET'),
  }),
  mutant('405 for another method', ['method.post', 'body.post-cl5'], {
    answer: saying((_, what) => (what === 'not implemented' ? { status: '405 Method Not Allowed' } : {})),
  }),
  mutant('404 is decided before 501', ['method.post-x-badhost', 'table.post-good-other'], {
    notFoundFirst: true,
  }),
  mutant('any host will do', ['host.example', 'table.get-other-root'], { isHost: () => true }),
  mutant('localhost will do', ['host.localhost', 'table.get-name-root'], {
    isHost: (environ) => ['127.0.0.1', 'localhost'].includes(nameOf(environ)),
  }),
  mutant('the port belongs to the host', ['host.port8000', 'table.get-port-root'], {
    isHost: (environ) => hostOf(environ) === '127.0.0.1',
  }),
  mutant('a host that begins like it will do', ['host.semicolon', 'host.dot'], {
    isHost: (environ) => hostOf(environ).startsWith('127.0.0.1'),
  }),
  mutant('X-Forwarded-Host is believed', ['host.badhost-with-xfh'], {
    isHost: (environ) => (environ['HTTP_X_FORWARDED_HOST'] ?? nameOf(environ)) === '127.0.0.1',
  }),
  mutant('the path is a prefix', ['target.x', 'table.get-good-other'], {
    isPath: ({ PATH_INFO: path }) => path.startsWith('/'),
  }),
  mutant('the query belongs to the path', ['target.query-kv', 'table.get-good-query'], {
    isPath: (environ) => environ['REQUEST_URI'] === '/',
  }),
  mutant('the path is cut at a question mark', ['target.pct-question'], {
    isPath: ({ PATH_INFO: path }) => path.split('?', 1)[0] === '/',
  }),
  mutant('dot segments are resolved', ['target.dot', 'target.x-dotdot'], {
    isPath: ({ PATH_INFO: path }) => new URL(`http://h${encodeURI(path)}`).pathname === '/',
  }),
  mutant('white space around the path does not matter', ['target.pct-crlf'], {
    isPath: ({ PATH_INFO: path }) => path.trim() === '/',
  }),
  mutant('the path is decoded strictly', ['target.pct-ff', 'target.pct-overlong'], {
    isPath: ({ PATH_INFO: path }) =>
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(path, 'latin1')) === '/',
  }),
  mutant('no Content-Type', ['target.x', 'table.get-good-root'], { answer: saying(() => ({ headers: [] })) }),
  mutant('text/html', ['target.x', 'table.get-good-root'], {
    answer: saying(() => ({ headers: [['Content-Type', 'text/html; charset=UTF-8']] })),
  }),
  mutant('no charset', ['table.get-good-root'], {
    answer: saying(() => ({ headers: [['Content-Type', 'text/plain']] })),
  }),
  mutant('reasons in capitals', ['table.get-good-other', 'method.post'], {
    answer: saying(({ status }) => ({ status: status.toUpperCase() })),
  }),
  mutant('no content with 404', ['table.get-good-other'], {
    answer: saying((_, what) => (what === 'not found' ? { body: [] } : {})),
  }),
  mutant('a line end behind the text', ['table.get-good-root', 'table.get-good-other'], {
    answer: saying(({ body }) => ({ body: [...body, '\n'] })),
  }),
  mutant('the time as ISO 8601', ['table.get-good-root'], {
    answer: saying((_, what) => TIME_ONLY(what, { body: [new Date().toISOString()] })),
  }),
  mutant('the time of 90 seconds ago', ['table.get-good-root', 'table.pipelined'], {
    answer: saying((_, what) => TIME_ONLY(what, { body: [ctime(Date.now() - OLD)] })),
  }),
  mutant('a request with content is refused', ['body.get-cl5', 'body.get-chunked'], {
    isPath: ({ PATH_INFO: path, CONTENT_LENGTH: length, HTTP_TRANSFER_ENCODING: coding }) =>
      path === '/' && length === undefined && coding === undefined,
  }),
  mutant('ranges of a text that is never the same', ['field.range'], {
    answer: saying(({ body }, what, environ) =>
      environ['HTTP_RANGE'] === undefined
        ? {}
        : TIME_ONLY(what, { status: '206 Partial Content', body: [body.join('').slice(0, 3)] }),
    ),
  }),
  mutant('304 for whoever asks', ['field.inm-star'], {
    answer: saying((_, what, environ) =>
      environ['HTTP_IF_NONE_MATCH'] === undefined
        ? {}
        : TIME_ONLY(what, { status: '304 Not Modified', body: [] }),
    ),
  }),
  mutant('406 for whoever wants pictures', ['field.accept-none'], {
    answer: saying((_, what, environ) =>
      environ['HTTP_ACCEPT'] === undefined ? {} : TIME_ONLY(what, { status: '406 Not Acceptable' }),
    ),
  }),
  mutant('the answer breaks off', ['table.get-good-root'], {
    answer: saying(({ headers }, what) =>
      TIME_ONLY(what, {
        headers: [...headers, ['Content-Length', '24']],
        body: [ctime(Date.now()).slice(0, 10)],
      }),
    ),
  }),
]
