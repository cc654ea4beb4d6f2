import express from 'express'
import { answer } from './answer.mjs'

export const start = () =>
  new Promise((resolve) => {
    const app = express()
    app.disable('x-powered-by')
    app.disable('etag')
    app.use((request, response) => {
      const { status, text } = answer(request.method, request.headers.host, request.url)
      response.status(status).type('text/plain').send(text)
    })
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
