import { bytes, dumpEnviron } from '@triptych/raw'
import type { Environ, StartResponse } from '@triptych/raw'

export function* app(environ: Environ, startResponse: StartResponse) {
  startResponse('200 OK', [['Content-Type', 'text/plain; charset=utf-8']])
  yield bytes('Here is the WSGI environment:\r\n\r\n')
  yield bytes(dumpEnviron(environ))
}
