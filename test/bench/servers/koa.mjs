import Koa from 'koa'
import { answer } from './answer.mjs'

export const start = () =>
  new Promise((resolve) => {
    const app = new Koa()
    app.use((ctx) => {
      const { status, text } = answer(ctx.method, ctx.get('host'), ctx.url)
      ctx.status = status
      ctx.body = text
    })
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
