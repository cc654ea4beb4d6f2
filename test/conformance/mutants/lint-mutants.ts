/** Applications that break a rule of the gateway's contract, by the rule's id. Suite `lint` must find each of them. */
import type { Application, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'

const TYPE: HeaderPair = ['Content-Type', 'text/plain; charset=utf-8']
const TEXT = Buffer.from('text')
const NOTHING: Body = []

/** What the types of the contract forbid, and programs in JavaScript do. */
const wrong = (value: unknown): never => value as never
interface Closable {
  close(): void
}
type Answer = (environ: Environ, startResponse: StartResponse) => Body | Promise<Body>

const withHeaders =
  (...headers: HeaderPair[]): Answer =>
  (_, startResponse) => {
    startResponse('200 OK', headers)
    return [TEXT]
  }

const withStatus =
  (status: string): Answer =>
  (_, startResponse) => {
    startResponse(status, [TYPE])
    return [TEXT]
  }

/** Does something that throws, and hides it. */
const hiding =
  (action: (environ: Environ) => unknown): Answer =>
  async (environ, startResponse) => {
    startResponse('200 OK', [TYPE])
    try {
      await action(environ)
    } catch {
      // An application that catches everything hides nothing from the validator.
    }
    return [TEXT]
  }

/** Does something once the answer is over. */
const afterwards =
  (action: (environ: Environ, startResponse: StartResponse) => unknown): Answer =>
  (environ, startResponse) => {
    startResponse('200 OK', [TYPE])
    setTimeout(() => void hidden(() => action(environ, startResponse)), 20)
    return [TEXT]
  }

async function hidden(action: () => unknown): Promise<void> {
  try {
    await action()
  } catch {
    // As above.
  }
}

/** A generator object that is made once. */
const once = (function* () {
  yield TEXT
})()

/** One answer for each rule that an application can break while it answers. */
export const LINT_MUTANTS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['I006', hiding(({ 'wsgi.input': input }) => input.read(0.5))],
  ['I007', hiding(({ 'wsgi.input': input }) => Promise.all([input.read(), input.read()]))],
  ['I008', afterwards(({ 'wsgi.input': input }) => input.read())],
  [
    'I010',
    hiding(async ({ 'wsgi.input': input }) => {
      for (let time = 0; time < 12; time++) await input.read()
    }),
  ],
  ['I011', hiding(({ 'wsgi.input': input }) => (input as unknown as Closable).close())],
  ['O002', hiding(({ 'wsgi.errors': errors }) => errors.write(wrong(new Error('no text'))))],
  ['O003', hiding(({ 'wsgi.errors': errors }) => errors.writelines(wrong([1])))],
  ['O004', hiding(({ 'wsgi.errors': errors }) => (errors as unknown as Closable).close())],
  ['S001', (_, startResponse) => ((startResponse as (...args: unknown[]) => unknown)('200 OK'), [TEXT])],
  ['S002', withStatus('200')],
  ['S003', withStatus('102 Processing')],
  ['S004', withStatus('200 O\x01K')],
  ['S005', (_, startResponse) => (startResponse('200 OK', [TYPE]), startResponse('404 No', [TYPE]), [TEXT])],
  ['S006', (_, startResponse) => (startResponse('200 OK', [TYPE], wrong(null)), [TEXT])],
  ['S007', () => [TEXT]],
  ['S008', () => NOTHING],
  ['S009', afterwards((_, startResponse) => startResponse('200 OK', [TYPE], new Error('too late')))],
  [
    'S010',
    async function* (_, startResponse) {
      startResponse('200 OK', [TYPE])
      yield TEXT
      await hidden(() => startResponse('500 Oh', [TYPE], new Error('too late')))
      yield TEXT
    } as Answer,
  ],
  ['H001', (_, startResponse) => (startResponse('200 OK', wrong(new Map([TYPE]))), [TEXT])],
  ['H002', withHeaders(wrong(['Content-Length', 4]))],
  ['H003', withHeaders(TYPE, ['X Y', 'z'])],
  ['H004', withHeaders(TYPE, ['X-Y', 'a\r\nX-Z: b'])],
  ['H005', withHeaders(TYPE, ['X-Y', ' a'])],
  ['H006', withHeaders(TYPE, ['Status', '200 OK'])],
  ['H007', withHeaders(TYPE, ['Connection', 'close'])],
  ['H008', withHeaders(TYPE, TYPE)],
  ['H009', withHeaders(TYPE, ['Content-Length', '+4'])],
  ['H010', (_, startResponse) => (startResponse('204 No Content', [['Content-Length', '0']]), NOTHING)],
  ['H011', (_, startResponse) => (startResponse('304 Not Modified', [TYPE]), NOTHING)],
  ['H012', withHeaders()],
  [
    'H013',
    (_, startResponse) => {
      const headers = [TYPE]
      startResponse('200 OK', headers)
      headers.push(['X-Y', 'z'])
      return [TEXT]
    },
  ],
  ['H014', hiding((environ) => environ['triptych.trailers']?.([['Content-Length', '4']]))],
  ['B001', (_, startResponse) => (startResponse('200 OK', [TYPE]), wrong(7))],
  ['B002', (_, startResponse) => (startResponse('200 OK', [TYPE]), wrong('text'))],
  ['B003', (_, startResponse) => (startResponse('200 OK', [TYPE]), wrong(['text']))],
  ['B004', withHeaders(TYPE, ['Content-Length', '2'])],
  ['B005', withHeaders(TYPE, ['Content-Length', '8'])],
  ['B006', (_, startResponse) => (startResponse('204 No Content', []), [TEXT])],
  ['B007', (_, startResponse) => (startResponse('200 OK', [TYPE]), once)],
  [
    'W001',
    (_, startResponse) => (void hidden(() => startResponse('200 OK', [TYPE])(wrong('text'))), NOTHING),
  ],
  ['W002', (_, startResponse) => (void startResponse('200 OK', [TYPE])(TEXT), NOTHING)],
  [
    'W003',
    async function* (_, startResponse) {
      const write = startResponse('200 OK', [TYPE])
      yield TEXT
      await hidden(() => write(TEXT))
    } as Answer,
  ],
  ['L009', hiding((environ) => environ['triptych.finally']?.(wrong('no function')))],
  ['L010', afterwards((environ) => environ['triptych.finally']?.(() => {}))],
])

/** Keeps its word when nothing is read, leaves a read under way where content is announced that never comes (I009). */
function lazy(environ: Environ, startResponse: StartResponse): Body {
  startResponse('200 OK', [TYPE])
  void hidden(() => environ['wsgi.input'].read())
  return [TEXT]
}

/** An application that breaks one rule after the other, each about as often. */
export function everyMutant(): Application {
  const answers = [...LINT_MUTANTS.values()]
  let at = 0
  return (environ, startResponse) => {
    if (environ.CONTENT_LENGTH === '50') return lazy(environ, startResponse)
    return answers[at++ % answers.length]!(environ, startResponse)
  }
}

/** Takes three parameters (A004): it is not called at all. */
export function threeParameters(environ: Environ, startResponse: StartResponse, next: unknown): Body {
  startResponse('200 OK', [TYPE])
  return next === undefined && environ.PATH_INFO === '/' ? [TEXT] : NOTHING
}
