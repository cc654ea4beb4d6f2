import { app } from '../../../examples/time-service/raw.ts'
import { serveRaw } from './raw.mjs'

export const start = () => serveRaw(app)
