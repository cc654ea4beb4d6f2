import { EnvironShapes } from '../../../packages/raw/src/gateways/environ-shapes.ts'
import { requestEnviron } from '../../../packages/raw/src/gateways/request-environ.ts'
import { heads } from '../heads.mjs'
import { compare } from './harness.mjs'

const connection = {
  scheme: 'http',
  serverName: '127.0.0.1',
  serverPort: '8000',
  remoteAddr: '127.0.0.1',
  remotePort: '50000',
}
const extensions = {
  'triptych.signal': undefined,
  'triptych.finally': undefined,
  'triptych.trailers': undefined,
  'wsgi.early_hints': undefined,
}

/** A head as a parser would hand it over. */
const parsed = (head) => {
  const [line, ...lines] = head.toString('latin1').trimEnd().split('\r\n')
  const fields = lines.flatMap((text) => [
    text.slice(0, text.indexOf(':')),
    text.slice(text.indexOf(':') + 2),
  ])
  return { method: 'GET', target: line.split(' ')[1], protocol: 'HTTP/1.1', fields }
}

export function run() {
  const rows = []
  for (const scenario of ['get', 'browser', 'orders']) {
    const shapes = new EnvironShapes(extensions)
    const inputs = heads(scenario).map(parsed)
    rows.push(
      ...compare(`environ of ${inputs[0].fields.length / 2} fields, ${scenario}`, inputs, {
        triptych: (head) => requestEnviron(shapes, head, connection, undefined, undefined),
      }),
    )
  }
  return rows
}
