/** What `conform --help` prints. */
export const HELP = `Usage: conform SUITE[,SUITE...] URL [options]
       conform SUITE --spawn "COMMAND" [options]
       conform SUITE --app FILE[:EXPORT] [options]
       conform toolkit --adapter FILE [options]
       conform levels FILE|URL FILE|URL... [--in-process]
       conform echo-check URL
       conform report FILE.json... --html PATH

For example:
  conform wire http://127.0.0.1:8080
  conform wire,gateway --spawn "gunicorn -b 127.0.0.1:{port} wsgi:app" --html report.html
  conform service --app examples/time-service/raw.ts

Suites:
  service   the time service: 200 for GET / on host 127.0.0.1, 404 elsewhere, 501 for other methods
  lint      the contract's validator around an application while the other cases run (--app)
  wire      raw request bytes against any HTTP/1.1 server, no application needed
  gateway   the same and more with the echo application behind the server (ECHO.md)
  proxy     a scripted client and a scripted backend on both sides of a proxy
  process   start, signals, workers and end of a server (--spawn)
  toolkit   headers, cookies, forms and hostile input against a library, through an adapter

Target:
  URL                     a server that runs already, on this machine
  --spawn COMMAND         start it; {port} in the command is a free port, {backend} the scripted backend's
  --app FILE[:EXPORT]     serve an application with \`triptych serve\`; --server node|socket says by which server
  --in-process            call the application of --app without a socket (suite service, levels)
  --adapter FILE          the adapter of a library (suite toolkit), or one of its short names
  --backend PORT          the port that a running proxy forwards to (suite proxy)
  --role reverse|forward  what the proxy is (suite proxy); default reverse
  --name NAME             how reports call the target
  --allow-remote          permit a server on another machine: only one of your own

Cases:
  --list                  show the cases and run none
  --only ID               an id, a group or the beginning of one (wire.te, te.bad-vtab); may be repeated
  --cases FILE            further cases, as FORMAT.md describes; may be repeated

Run:
  --strict                count what is tolerated, and failures of should and may, too
  --timeout MS            wait so long for an answer (1500)
  --slow FACTOR           multiply all times, for slow machines (1)
  --parallel N            cases at a time (8, or 1 for a server that answers one at a time)
  --repeat N              run each case N times: what differs is flaky
  --baseline FILE         known failures with reasons, {"ID": "why"}; an unexpected pass fails
  --write-baseline FILE   write one: what fails now is known from then on
  --compare OLD.json      fail only for what was not a failure in an older JSON report
  --report KIND[=PATH]    tap, junit, json, md or html; without a path to standard output; may be repeated
  --html PATH             short for --report html=PATH
  --verbose               show the bytes of failures

Exit code: 0 nothing failed that must not, 1 something did, 2 wrong usage, 3 the target cannot be asked.
`
