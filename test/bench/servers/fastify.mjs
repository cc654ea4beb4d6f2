import Fastify from 'fastify'
import { answer } from './answer.mjs'

export async function start() {
  const app = Fastify()
  app.get('/', (request, reply) => {
    const { status, text } = answer(request.method, request.headers.host, request.url)
    return reply.code(status).type('text/plain; charset=utf-8').send(text)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server.address().port
}
