import { existsSync } from 'node:fs'
import { isRoot } from './daemon.ts'
import type { Daemon, Place } from './daemon.ts'

/** Where distributions put its modules: Debian, Fedora, Alpine. */
const MODULES =
  ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/lib/httpd/modules'].find(existsSync) ??
  'modules'

const common = {
  program: 'apache2',
  version: ['-v'],
  args: ({ folder }: Place) => ['-d', folder, '-f', `${folder}/httpd.conf`, '-DFOREGROUND'],
} as const

/** Apache httpd in front of the backend: Host is kept, WebSocket goes through. */
export const apacheProxy: Daemon = {
  ...common,
  name: 'apache',
  files: (place) => ({
    'httpd.conf': configuration(
      place,
      ['proxy', 'proxy_http'],
      `ProxyRequests Off
ProxyPreserveHost On
ProxyVia On
ProxyTimeout 1
AllowEncodedSlashes NoDecode
ProxyPass / http://127.0.0.1:${place.backend.port}/ nocanon upgrade=websocket disablereuse=On
`,
    ),
  }),
}

/** Apache httpd as forward proxy, CONNECT to any port. */
export const apacheForward: Daemon = {
  ...common,
  name: 'apache-forward',
  role: 'forward',
  files: (place) => ({
    'httpd.conf': configuration(
      place,
      ['proxy', 'proxy_http', 'proxy_connect'],
      `ProxyRequests On
ProxyVia On
ProxyTimeout 1
AllowCONNECT 1-65535
`,
    ),
  }),
}

function configuration({ folder, port }: Place, modules: readonly string[], more: string): string {
  const load = ['mpm_event', 'authz_core', ...modules].map(
    (name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so\n`,
  )
  return `ServerRoot "${folder}"
ServerName 127.0.0.1
PidFile ${folder}/httpd.pid
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
ErrorLog /dev/null
Listen 127.0.0.1:${port}
${load.join('')}${isRoot ? 'User www-data\nGroup www-data\n' : ''}Timeout 10
GracefulShutdownTimeout 1
${more}`
}
