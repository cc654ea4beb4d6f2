import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { answer } from './answer.mjs'

export const start = () =>
  new Promise((resolve) => {
    const app = new Hono()
    app.all('*', (c) => {
      const { status, text } = answer(c.req.method, c.req.header('host'), c.req.path)
      return c.text(text, status)
    })
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  })
