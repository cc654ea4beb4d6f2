// Request heads for the benchmarks. `browser` heads differ in query, cookie, trace id and Referer on each request, as
// real ones do: a server that remembers whole heads looks fast on identical ones and is slow in life.

const random = (seed) => () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff

const fields = (next) => {
  const hex = (n) => Array.from({ length: n }, () => Math.floor(next() * 16).toString(16)).join('')
  return [
    ['Host', '127.0.0.1:8000'],
    ['Connection', 'keep-alive'],
    ['Cache-Control', 'max-age=0'],
    ['sec-ch-ua', '"Chromium";v="156", "Not=A?Brand";v="24"'],
    ['sec-ch-ua-mobile', '?0'],
    ['sec-ch-ua-platform', '"Linux"'],
    ['Upgrade-Insecure-Requests', '1'],
    [
      'User-Agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    ],
    ['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
    ['Sec-Fetch-Site', 'same-origin'],
    ['Sec-Fetch-Mode', 'navigate'],
    ['Sec-Fetch-User', '?1'],
    ['Sec-Fetch-Dest', 'document'],
    ['Referer', `http://127.0.0.1:8000/list?page=${Math.floor(next() * 1000)}`],
    ['Accept-Encoding', 'gzip, deflate, br, zstd'],
    ['Accept-Language', 'en-GB,en;q=0.9,de;q=0.8'],
    [
      'Cookie',
      `session=${hex(32)}; theme=dark; _ga=GA1.1.${Math.floor(next() * 1e9)}; lang=en; seen=${hex(6)}; ab=7`,
    ],
    ['traceparent', `00-${hex(32)}-${hex(16)}-01`],
  ]
}

const head = (target, pairs) =>
  Buffer.from(
    `GET ${target} HTTP/1.1\r\n${pairs.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    'latin1',
  )

const shuffled = (pairs, next) => {
  const copy = [...pairs]
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1))
    ;[copy[at], copy[other]] = [copy[other], copy[at]]
  }
  return copy
}

/** Scenario name -> list of request heads, sent in turn. */
export function heads(scenario, count = 512) {
  const next = random(20261123)
  const query = () => `/?q=${Math.floor(next() * 1e6)}`
  switch (scenario) {
    case 'get':
      return [head('/', [['Host', '127.0.0.1:8000']])]
    case 'same':
      return [head('/', fields(next))]
    case 'browser':
      return Array.from({ length: count }, () => head(query(), fields(next)))
    case 'orders': {
      // Eight clients, each with an order of fields of its own.
      const orders = Array.from({ length: 8 }, () => shuffled([...fields(next).keys()], next))
      return Array.from({ length: count }, (_, n) => {
        const pairs = fields(next)
        return head(
          query(),
          orders[n % 8].map((at) => pairs[at]),
        )
      })
    }
    default:
      throw new RangeError(`Expected get, same, browser or orders as scenario, got ${scenario}`)
  }
}
