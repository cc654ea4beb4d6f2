import type { Daemon } from './daemon.ts'

/** Squid as forward proxy without a cache, CONNECT to any port. */
export const squid: Daemon = {
  name: 'squid',
  program: 'squid',
  version: ['-v'],
  role: 'forward',
  files: ({ port, folder }) => ({
    'run/': '',
    'squid.conf': `http_port 127.0.0.1:${port}
visible_hostname localhost
http_access allow all
cache deny all
cache_mem 8 MB
access_log none
cache_log ${folder}/run/cache.log
pid_filename none
coredump_dir ${folder}/run
shutdown_lifetime 0 seconds
connect_timeout 1 second
read_timeout 1 second
icp_port 0
pinger_enable off
netdb_filename none
`,
  }),
  // A name of its own: two of them on one machine would share their memory.
  args: ({ folder, port }) => ['-N', '-n', `conform${port}`, '-f', `${folder}/squid.conf`],
}
