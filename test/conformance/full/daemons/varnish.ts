import type { Daemon } from './daemon.ts'

/** Varnish in front of the backend, built-in rules, but nothing is kept; WebSocket is not piped. */
export const varnish: Daemon = {
  name: 'varnish',
  program: 'varnishd',
  version: ['-V'],
  files: ({ backend }) => ({
    'default.vcl': `vcl 4.1;
backend default {
  .host = "127.0.0.1";
  .port = "${backend.port}";
  .connect_timeout = 1s;
  .first_byte_timeout = 1s;
  .between_bytes_timeout = 1s;
}
sub vcl_backend_response {
  set beresp.ttl = 0s;
  set beresp.grace = 0s;
  set beresp.keep = 0s;
}
`,
  }),
  args: ({ folder, port }) =>
    `-F -a 127.0.0.1:${port} -f ${folder}/default.vcl -n ${folder}/work -s malloc,32m -T none`.split(' '),
}
