import { app } from '../../../examples/time-service/raw.ts'
import { serveSocket } from './socket.mjs'

export const start = () => serveSocket(app)
