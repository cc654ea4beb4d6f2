import { isRoot } from './daemon.ts'
import type { Daemon, Place } from './daemon.ts'

const common = { program: 'nginx', version: ['-v'] } as const

/** nginx in front of the backend: HTTP/1.1 behind it, Host as the client sent it, WebSocket and no other upgrade. */
export const nginxProxy: Daemon = {
  ...common,
  name: 'nginx',
  files: (place) => ({
    'tmp/': '',
    'nginx.conf': configuration(
      place,
      `map $http_upgrade $upgrade { default ""; websocket websocket; }
  map $upgrade $backend_connection { default ""; websocket upgrade; }`,
      `proxy_http_version 1.1;
      proxy_pass http://127.0.0.1:${place.backend.port};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $upgrade;
      proxy_set_header Connection $backend_connection;
      proxy_connect_timeout 1s;
      proxy_read_timeout 1s;`,
    ),
  }),
  args,
}

/** nginx that answers by itself, 200 to everything. */
export const nginxOrigin: Daemon = {
  ...common,
  name: 'nginx',
  files: (place) => ({
    'tmp/': '',
    'nginx.conf': configuration(place, '', 'default_type text/plain; return 200 "ok\\n";'),
  }),
  args,
}

function args({ folder }: Place): readonly string[] {
  return ['-p', `${folder}/`, '-c', `${folder}/nginx.conf`, '-e', 'stderr', '-g', 'daemon off;']
}

// All five folders must be its own: else it writes to those of the system.
function configuration({ folder, port }: Place, http: string, location: string): string {
  return `pid ${folder}/nginx.pid;
error_log stderr crit;
${isRoot ? 'user www-data;' : ''}
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/tmp/b; proxy_temp_path ${folder}/tmp/p; fastcgi_temp_path ${folder}/tmp/f;
  uwsgi_temp_path ${folder}/tmp/u; scgi_temp_path ${folder}/tmp/s;
  ${http}
  server {
    listen 127.0.0.1:${port};
    location / {
      ${location}
    }
  }
}
`
}
