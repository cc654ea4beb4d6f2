import { H3, serve } from 'h3'
import { answer } from './answer.mjs'

export async function start() {
  const app = new H3()
  app.all('/**', (event) => {
    const { status, text } = answer(event.req.method, event.req.headers.get('host'), event.url.pathname)
    event.res.status = status
    event.res.headers.set('content-type', 'text/plain; charset=utf-8')
    return text
  })
  const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true })
  await server.ready()
  return Number(new URL(server.url).port)
}
