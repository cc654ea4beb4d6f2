import type { Daemon } from './daemon.ts'

/** HAProxy in front of the backend, which gets a connection for each request; X-Forwarded-For is added. */
export const haproxy: Daemon = {
  name: 'haproxy',
  program: 'haproxy',
  version: ['-v'],
  files: ({ port, backend }) => ({
    'haproxy.cfg': `global
  maxconn 500
defaults
  mode http
  option forwardfor
  http-reuse never
  timeout client 30s
  timeout connect 1s
  timeout server 1s
frontend front
  bind 127.0.0.1:${port}
  default_backend back
backend back
  server only 127.0.0.1:${backend.port}
`,
  }),
  args: ({ folder }) => ['-db', '-f', `${folder}/haproxy.cfg`],
}
