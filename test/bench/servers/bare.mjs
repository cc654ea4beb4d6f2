import http from 'node:http'
import { answer } from './answer.mjs'

export const start = () =>
  new Promise((resolve) => {
    const server = http.createServer((request, response) => {
      const { status, text } = answer(request.method, request.headers.host, request.url)
      const body = Buffer.from(text, 'latin1')
      response.writeHead(status, {
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Length': body.length,
      })
      response.end(body)
    })
    server.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
