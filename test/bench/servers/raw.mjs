import http from 'node:http'
import { LeanRequest, toListener } from '@triptych/raw/gateways/node-http'

/** Serves an application over the bridge, as NodeServer does. */
export const serveRaw = (app) =>
  new Promise((resolve) => {
    const server = http.createServer({ IncomingMessage: LeanRequest }, toListener(app))
    server.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
