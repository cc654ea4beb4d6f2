import { app } from '../../../examples/time-service/webob.ts'
import { serveSocket } from './socket.mjs'

export const start = () => serveSocket(app)
