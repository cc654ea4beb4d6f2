import { bytes } from '@triptych/raw'
import { serveRaw } from './raw.mjs'

async function app(environ, startResponse) {
  startResponse('200 OK', [['Content-Type', 'text/plain; charset=utf-8']])
  return [bytes('Mon Nov 23 08:45:00 2026')]
}

export const start = () => serveRaw(app)
