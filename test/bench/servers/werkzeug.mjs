import { app } from '../../../examples/time-service/werkzeug.ts'
import { serveRaw } from './raw.mjs'

export const start = () => serveRaw(app)
