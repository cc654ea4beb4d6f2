import { serve } from 'srvx'
import { answer } from './answer.mjs'

export async function start() {
  const server = serve({
    port: 0,
    hostname: '127.0.0.1',
    silent: true,
    fetch(request) {
      const { pathname } = new URL(request.url)
      const { status, text } = answer(request.method, request.headers.get('host'), pathname)
      return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
    },
  })
  await server.ready()
  return Number(new URL(server.url).port)
}
