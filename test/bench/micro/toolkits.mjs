import { Readable } from 'node:stream'
import Busboy from 'busboy'
import { getCookie, getQuery, H3Event } from 'h3'
import Negotiator from 'negotiator'
import * as Multipasta from 'multipasta'
import { EnvironShapes } from '../../../packages/raw/src/gateways/environ-shapes.ts'
import { requestEnviron } from '../../../packages/raw/src/gateways/request-environ.ts'
import { cookies as rawCookies } from '@triptych/raw/fields'
import { Request } from '@triptych/webob'
import { createAcceptHeader } from '@triptych/webob/acceptparse'
import { GetDict } from '@triptych/webob/multidict'
import { RequestCookies } from '@triptych/webob/cookies'
import { Request as WerkzeugRequest } from '@triptych/werkzeug'
import { Headers, MIMEAccept, MultiDict } from '@triptych/werkzeug/datastructures'
import { parseCookie } from '@triptych/werkzeug/http'
import { MultipartDecoder } from '@triptych/werkzeug/sansio/multipart'
import { compare } from './harness.mjs'

const many = (make) => Array.from({ length: 64 }, (_, n) => make(n))

const connection = {
  scheme: 'http',
  serverName: '127.0.0.1',
  serverPort: '8000',
  remoteAddr: '127.0.0.1',
  remotePort: '50000',
}

/** A head as a server's parser hands it over. */
const headOf = (n) => ({
  method: 'GET',
  target: `/items/${n}?page=${n}&sort=name`,
  protocol: 'HTTP/1.1',
  fields: [
    'Host',
    '127.0.0.1:8000',
    'User-Agent',
    'Mozilla/5.0 (X11; Linux x86_64)',
    'Accept',
    'text/html,application/xhtml+xml,*/*;q=0.8',
    'Accept-Language',
    'en-GB,en;q=0.5',
    'Accept-Encoding',
    'gzip, deflate, br',
    'Cookie',
    `session=${n}abcdef; theme=dark`,
    'Referer',
    `http://127.0.0.1:8000/${n}`,
    'X-Trace',
    `t${n}`,
  ],
})

const fetchRequestOf = (n) =>
  new globalThis.Request(`http://127.0.0.1:8000/items/${n}?page=${n}&sort=name`, {
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
      'accept-language': 'en-GB,en;q=0.5',
      'accept-encoding': 'gzip, deflate, br',
      cookie: `session=${n}abcdef; theme=dark`,
      referer: `http://127.0.0.1:8000/${n}`,
      'x-trace': `t${n}`,
    },
  })

const shapes = new EnvironShapes({})
const environOf = (head) => requestEnviron(shapes, head, connection, undefined, undefined)

function webobReads(head) {
  const request = new Request(environOf(head))
  return (
    request.method.length +
    request.path.length +
    request.host.length +
    request.headers.get('X-Trace').length +
    request.GET.get('page').length +
    request.cookies.get('session').length
  )
}

function werkzeugReads(head) {
  const request = new WerkzeugRequest(environOf(head))
  return (
    request.method.length +
    request.path.length +
    request.host.length +
    request.headers.get('X-Trace').length +
    request.args.get('page').length +
    request.cookies.get('session').length
  )
}

function h3Reads(request) {
  const event = new H3Event(request)
  return (
    event.req.method.length +
    event.url.pathname.length +
    event.url.host.length +
    event.req.headers.get('x-trace').length +
    getQuery(event).page.length +
    getCookie(event, 'session').length
  )
}

/** A multipart body: so many small fields, or one file of so many bytes. */
function multipart(fields, fileSize, filling = 'abcdefgh\r\n') {
  const parts = Array.from(
    { length: fields },
    (_, n) => `--xyz\r\nContent-Disposition: form-data; name="field${n}"\r\n\r\nvalue ${n}\r\n`,
  )
  const head = Buffer.from(parts.join(''))
  if (fileSize === 0) return Buffer.concat([head, Buffer.from('--xyz--\r\n')])
  const file = Buffer.from(
    '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n',
  )
  return Buffer.concat([head, file, Buffer.alloc(fileSize, filling), Buffer.from('\r\n--xyz--\r\n')])
}

const TYPE = 'multipart/form-data; boundary=xyz'

const webobForm = (body) =>
  Request.blank('/', { method: 'POST', body: new Uint8Array(body), contentType: TYPE }).POST()

const werkzeugForm = async (body) => {
  const { environ } = Request.blank('/', { method: 'POST', body: new Uint8Array(body), contentType: TYPE })
  const request = new WerkzeugRequest(environ)
  const form = await request.form()
  const files = await request.files()
  await request.close()
  return [form, files]
}

/** The decoder alone, fed with what a socket gives at once. */
const werkzeugDecoder = (body) => {
  const decoder = new MultipartDecoder(new TextEncoder().encode('xyz'))
  let count = 0
  for (let at = 0; at < body.length; at += 65_536) {
    decoder.receiveData(body.subarray(at, at + 65_536))
    for (
      let event = decoder.nextEvent();
      event.constructor.name !== 'NeedData';
      event = decoder.nextEvent()
    ) {
      count++
      if (event.constructor.name === 'Epilogue') return count
    }
  }
  return count
}

const busboyForm = (body) =>
  new Promise((resolve, reject) => {
    const form = new Map()
    const parser = Busboy({
      headers: { 'content-type': TYPE },
      limits: { fileSize: Infinity, fields: 10_000 },
    })
    parser.on('field', (name, value) => form.set(name, value))
    parser.on('file', (name, stream) => {
      const blocks = []
      stream.on('data', (block) => blocks.push(block))
      stream.on('end', () => form.set(name, Buffer.concat(blocks)))
    })
    parser.on('close', () => resolve(form))
    parser.on('error', reject)
    Readable.from([body]).pipe(parser)
  })

const multipastaForm = (body) =>
  new Promise((resolve, reject) => {
    const form = new Map()
    const parser = Multipasta.make({
      headers: { 'content-type': TYPE },
      onField: (info, value) => form.set(info.name, Multipasta.decodeField(info, value)),
      onFile: (info) => {
        const blocks = []
        return (block) => (block === null ? form.set(info.name, Buffer.concat(blocks)) : blocks.push(block))
      },
      onError: reject,
      onDone: () => resolve(form),
    })
    parser.write(body)
    parser.end()
  })

export function run() {
  const environs = many(headOf)
  const requests = many(fetchRequestOf)
  const accepts = many(
    (n) => `text/html,application/xhtml+xml,application/xml;q=0.${n % 9},*/*;q=0.${n % 7}${n}`,
  )
  const offers = ['application/json', 'text/html', 'text/plain']
  const cookies = many((n) => ({
    HTTP_COOKIE: `session=${n}abcdef; theme=dark; _ga=GA1.1.${n}; lang=en; seen=1; ab=${n % 7}`,
  }))
  const queries = many((n) => `q=caf%C3%A9+${n}&page=${n}&sort=a%20b&dir=up&x=%26&y=2&z=&w=${n}`)
  const pairs = many((n) =>
    ['q', 'page', 'sort', 'dir', 'x', 'y', 'z', 'w'].map((key) => [key, `${key}${n}`]),
  )
  let cold = 0
  return [
    // The environ is made anew each time: what a request remembers with it must not help the next one.
    ...compare('request object and six reads', environs, {
      'the environ alone': (head) => environOf(head).PATH_INFO,
      'webob, environ included': webobReads,
      'werkzeug, environ included': werkzeugReads,
    }),
    ...compare('request object and six reads', requests, { 'h3 event on a given Request': h3Reads }),
    ...compare('Accept, best of 3, each text new', accepts, {
      // A parameter nobody asks for makes each text another one.
      webob: (text) => createAcceptHeader(`${text},x/${cold++}`).best(offers),
      werkzeug: (text) => MIMEAccept.fromHeader(`${text},x/${cold++}`).bestMatch(offers),
      negotiator: (text) => new Negotiator({ headers: { accept: `${text},x/${cold++}` } }).mediaType(offers),
    }),
    ...compare('Accept, best of 3, texts seen before', accepts, {
      webob: (text) => createAcceptHeader(text).best(offers),
      werkzeug: (text) => MIMEAccept.fromHeader(text).bestMatch(offers),
    }),
    ...compare('six cookies, one read', cookies, {
      'webob RequestCookies': (environ) => new RequestCookies({ ...environ }).get('lang'),
      'werkzeug parseCookie': ({ HTTP_COOKIE }) => parseCookie(HTTP_COOKIE).get('lang'),
      'raw cookies': (environ) => rawCookies({ ...environ }).get?.('lang'),
    }),
    ...compare('query of 8 pairs to a dictionary', queries, {
      'webob GetDict': (QUERY_STRING) => GetDict.fromEnviron({ QUERY_STRING }),
      'werkzeug args': (QUERY_STRING) => new WerkzeugRequest({ QUERY_STRING }).args,
      URLSearchParams: (text) => new URLSearchParams(text),
    }),
    ...compare('a MultiDict of 8 pairs, one read', pairs, {
      'werkzeug MultiDict': (list) => new MultiDict(list).get('page'),
      URLSearchParams: (list) => new URLSearchParams(list).get('page'),
    }),
    ...compare('headers of a response: 3 set, 1 read, written as a list', pairs, {
      'werkzeug Headers': (list) => {
        const headers = new Headers()
        headers.set('Content-Type', 'text/html; charset=utf-8')
        headers.set('Content-Length', list[1][1])
        headers.add('Set-Cookie', 'a=b')
        return headers.get('content-type') && headers.toWsgiList()
      },
      'platform Headers': (list) => {
        const headers = new globalThis.Headers()
        headers.set('Content-Type', 'text/html; charset=utf-8')
        headers.set('Content-Length', list[1][1])
        headers.append('Set-Cookie', 'a=b')
        return headers.get('content-type') && [...headers]
      },
    }),
  ]
}

/** CPU time of forms, which are read asynchronously. */
export async function runAsync() {
  const rows = []
  const tasks = [
    ['form of 100 small fields', multipart(100, 0), 300],
    ['form with one file of 10 MB', multipart(1, 10_000_000), 10],
    ['file of 10 MB of CR LF', multipart(1, 10_000_000, '\r\n'), 10],
    ['file of 10 MB of delimiters that are almost some', multipart(1, 10_000_000, '\r\n--xy\r\n--xyZ'), 10],
  ]
  for (const [task, body, count] of tasks) {
    const contenders = {
      webob: webobForm,
      werkzeug: werkzeugForm,
      'werkzeug decoder': werkzeugDecoder,
      busboy: busboyForm,
      multipasta: multipastaForm,
    }
    const samples = {}
    for (let round = 0; round < 7; round++) {
      for (const [name, form] of Object.entries(contenders)) {
        const before = process.cpuUsage()
        for (let n = 0; n < count; n++) await form(body)
        const { user, system } = process.cpuUsage(before)
        ;(samples[name] ??= []).push(((user + system) * 1000) / count)
      }
    }
    for (const name of Object.keys(contenders)) {
      rows.push({ task, name, ns: samples[name].toSorted((a, b) => a - b)[3] })
    }
  }
  return rows
}
