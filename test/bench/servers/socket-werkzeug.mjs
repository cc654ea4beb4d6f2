import { app } from '../../../examples/time-service/werkzeug.ts'
import { serveSocket } from './socket.mjs'

export const start = () => serveSocket(app)
