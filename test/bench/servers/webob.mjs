import { app } from '../../../examples/time-service/webob.ts'
import { serveRaw } from './raw.mjs'

export const start = () => serveRaw(app)
