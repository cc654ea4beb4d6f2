/** What `triptych --help` prints. */
export const USAGE: string = `Usage: triptych COMMAND [OPTIONS]

Commands:
  serve FILE[:EXPORT]   serve an application over HTTP

Options:
  -h, --help            show this help; after a command, that of the command
  -v, --version         show the version
`

/** What `triptych serve --help` prints. */
export const SERVE_USAGE: string = `Usage: triptych serve FILE[:EXPORT] [OPTIONS]

Serves the application that FILE exports under the name EXPORT, by default its default export, else \`app\`.
FILE is JavaScript (.js .mjs .cjs) or TypeScript (.ts .mts .cts; needs tsx in its project, or Node 22.18).

Options:
  --bind ADDRESS              where to listen: HOST:PORT, unix:PATH or fd:N; port 0 is a free one
                              (default $HOST:$PORT, where HOST is 127.0.0.1 and PORT 8000 if not set)
  --socket-mode MODE          permissions of the socket file of unix:PATH, octal, such as 660 (default: the umask's)
  --wrap SPECIFIER            put a middleware around the application: FILE[:EXPORT] or PACKAGE[:EXPORT], by
                              default its default export, else \`middleware\`; may be repeated, outermost first
  --validate                  check both sides of the gateway contract on each request
  --access-log FORMAT         write a line for each request: combined (Apache's) or json to standard output, or
                              pretty to standard error, which is the default with --reload and --debug
  --debug                     answer errors with a page that shows them, and has a console in each frame; needs
                              @triptych/werkzeug. Never where others can reach it
  --server NAME               what reads HTTP: node, node's own server (default), or socket, Triptych's own,
                              strict by RFC 9112, to which every method is welcome

Development:
  --reload                    serve again when a file changes that the program has imported; keeps the port
  --reload-extra PATH         watch a file too, all of a folder, or what matches a pattern such as 'pages/*.html';
                              may be repeated
  --reload-exclude PATTERN    leave files out, such as *.generated.ts; may be repeated
  --reload-poll SECONDS       look at the files that often, where the system does not tell of changes

Limits:
  --max-header-size BYTES     request line and fields together; more is answered 431 (default 16384)
  --max-body-size BYTES       request body; more is answered 413 (default 1073741824)
  --headers-timeout SECONDS   for request line and fields; then 408 (default 60, 0 for none)
  --request-timeout SECONDS   for the whole request; then 408 (default 300, 0 for none)
  --keep-alive SECONDS        for an idle connection (default 5, 0 for ever)
  --graceful-timeout SECONDS  for requests under way when the server is stopped (default 30)

  -h, --help                  show this help

When it is ready it writes one line to standard error: listening on ADDRESS. SIGTERM and SIGINT stop it gracefully, a
second signal at once. Errors that an application throws where nobody catches them are written to standard error and
don't end the server. Exit codes: 0 stopped, 1 could not start, 2 wrong arguments.
`
