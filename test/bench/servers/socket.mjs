import { SocketServer } from '@triptych/raw/server'

/** Serves an application over our own parser, with all limits and timeouts on. */
export const serveSocket = async (app) => {
  const server = new SocketServer(app)
  await server.listen({ host: '127.0.0.1', port: 0 })
  return server.address.port
}
