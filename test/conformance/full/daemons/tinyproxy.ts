import type { Daemon } from './daemon.ts'

/** tinyproxy as forward proxy, CONNECT to any port. */
export const tinyproxy: Daemon = {
  name: 'tinyproxy',
  program: 'tinyproxy',
  version: ['-v'],
  role: 'forward',
  files: ({ port }) => ({
    'tinyproxy.conf': `Port ${port}
Listen 127.0.0.1
Timeout 10
Allow 127.0.0.1
ViaProxyName "tinyproxy"
LogLevel Critical
MaxClients 100
`,
  }),
  args: ({ folder }) => ['-d', '-c', `${folder}/tinyproxy.conf`],
}
