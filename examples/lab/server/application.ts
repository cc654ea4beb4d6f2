import { readFile } from 'node:fs/promises'
import type { Application, ApplicationLike, HeaderPair } from '@triptych/raw'
import { staticFiles } from '@triptych/raw/static'
import { Request, Response } from '@triptych/werkzeug'
import { Map as Routes, Rule } from '@triptych/werkzeug/routing'
import { conformancePage } from '../../../test/conformance/tools/site.ts'
import type { LevelAnswer, SendRequest } from '../src/protocol.ts'
import type { Guard } from './guard.ts'
import { readContract, readPresets } from './presets.ts'
import { RecordedAnswers } from './recorded-answers.ts'
import { sendTo } from './send.ts'
import type { Service } from './services.ts'

/** What the lab's server is made of. */
export interface LabOptions {
  readonly services: readonly Service[]
  readonly guard: Guard
  /** Folder of the built page. */
  readonly dist: string
}

/** Most bytes of a request that the page may have sent. */
const MOST_BYTES = 128 * 1024

/** Whatever is answered may be shown by nobody else, and is what it says it is. */
const SECURITY: readonly HeaderPair[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
]
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
/** Edited code runs here: in an opaque origin, without network, as a worker made of text. */
const SANDBOX_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"

/**
 * The lab as an application: the page, its files, and the few calls that the page makes.
 */
export function labApplication({ services, guard, dist }: LabOptions): ApplicationLike {
  const recorded = new RecordedAnswers()
  const presets = readPresets()
  const routes = new Routes([
    new Rule('/', { endpoint: 'page' }),
    new Rule('/sandbox.html', { endpoint: 'sandbox' }),
    new Rule('/matrix', { endpoint: 'matrix' }),
    new Rule('/api/presets', { endpoint: 'presets' }),
    new Rule('/api/listings', { endpoint: 'listings' }),
    new Rule('/api/contract', { endpoint: 'contract' }),
    new Rule('/api/send', { endpoint: 'send', methods: ['POST'] }),
  ])
  const json = (value: unknown): Response =>
    new Response(JSON.stringify(value), {
      contentType: 'application/json',
      headers: [['Cache-Control', 'no-store']],
    })
  const html = (text: string, policy: string): Response =>
    new Response(text, {
      contentType: 'text/html; charset=utf-8',
      headers: [
        ['Cache-Control', 'no-store'],
        ['Content-Security-Policy', policy],
      ],
    })
  const views: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    page: async () => {
      const text = await readFile(`${dist}/index.html`, 'utf8')
      return html(text.replace('content="{token}"', `content="${guard.token}"`), PAGE_POLICY)
    },
    sandbox: async () => html(await readFile(`${dist}/sandbox.html`, 'utf8'), SANDBOX_POLICY),
    // The page brings its own policy, which names its script.
    matrix: async () =>
      new Response(await conformancePage({ href: '/', text: 'Back to the lab' }), {
        contentType: 'text/html; charset=utf-8',
        headers: [['Content-Security-Policy', "frame-ancestors 'none'"]],
      }),
    presets: async () => json(presets),
    contract: async () => json(readContract()),
    listings: async () => json(services.map(({ level, source, url }) => ({ level, source, url }))),
    send: async (request) => {
      const refusal = guard.refuses(request.environ)
      if (refusal !== undefined) return plain(403, refusal)
      if ((request.contentLength ?? Infinity) > 2 * MOST_BYTES)
        return plain(413, `Expected at most ${MOST_BYTES} bytes`)
      const bytes = readBytes(await request.json())
      if (bytes === undefined)
        return plain(400, `Expected {"bytes": text}, one character a byte, at most ${MOST_BYTES}`)
      const levels: LevelAnswer[] = await Promise.all(services.map((service) => sendTo(service, bytes)))
      return json({ levels, recorded: recorded.of(bytes) })
    },
  }
  const files = staticFiles(dist)
  const app = Request.application(async (request) => {
    const adapter = routes.bindToEnviron(request.environ)
    const [endpoint] = adapter.match()
    return views[endpoint as string]!(request)
  })
  return secured(guard, async (environ, startResponse) => {
    const isAsset = environ.PATH_INFO.startsWith('/assets/')
    return isAsset ? files(environ, startResponse) : app(environ, startResponse)
  })
}

/** Checks Host before anything else, and adds what every answer has. */
function secured(guard: Guard, application: Application): Application {
  return (environ, startResponse) => {
    if (!guard.isKnownHost(environ)) {
      startResponse('421 Misdirected Request', [['Content-Type', 'text/plain; charset=utf-8'], ...SECURITY])
      return [Buffer.from('The lab answers on this machine only: give --allow-host NAME for another name\n')]
    }
    return application(environ, (status, headers, error) =>
      startResponse(status, [...headers, ...SECURITY], error),
    )
  }
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, contentType: 'text/plain; charset=utf-8' })
}

function readBytes(value: unknown): string | undefined {
  const { bytes } = (value ?? {}) as Partial<SendRequest>
  if (typeof bytes !== 'string' || bytes.length > MOST_BYTES) return undefined
  return /^[\0-\xff]*$/.test(bytes) ? bytes : undefined
}
