import { fileURLToPath } from 'node:url'
import type { Daemon } from './daemon.ts'

const ECHO = fileURLToPath(new URL('../../echo/', import.meta.url))

/** gunicorn with a WSGI module of `echo/`, one process of four threads. */
export const gunicorn: Daemon = gunicornOf(ECHO, 'wsgi:app')

/**
 * gunicorn with an application of one's own.
 *
 * @param folder where its module is
 * @param application `module:name`
 */
export function gunicornOf(folder: string, application: string, more: readonly string[] = []): Daemon {
  return {
    name: 'gunicorn',
    program: 'gunicorn',
    version: ['--version'],
    files: () => ({}),
    args: ({ port }) => [
      '-k=gthread',
      '--threads=4',
      '--keep-alive=5',
      `--bind=127.0.0.1:${port}`,
      `--chdir=${folder}`,
      '--log-level=error',
      // No compiled modules beside the sources.
      '--env=PYTHONDONTWRITEBYTECODE=1',
      ...more,
      application,
    ],
  }
}
