// Routing: half of the routes without variables, half with one or two; 64 probes in turn, made anew for each round, so
// that no router profits from a string that it has hashed before.
import { Map as RuleMap, Rule } from '@triptych/werkzeug/routing'
import findMyWay from 'find-my-way'
import { addRoute, createRouter, findRoute } from 'rou3'
import { compare } from './harness.mjs'

const SIZES = [10, 100, 1000, 10_000]
const PROBES = 64

/** The routes: as Werkzeug writes them, as the others do, and a path for each. */
function routes(count) {
  return Array.from({ length: count }, (_, at) => {
    const name = `resource${at >> 2}`
    switch (at % 4) {
      case 0:
        return { rule: `/${name}/list`, route: `/${name}/list`, path: () => `/${name}/list` }
      case 1:
        return { rule: `/${name}/<id>`, route: `/${name}/:id`, path: (n) => `/${name}/item${n}` }
      case 2:
        return { rule: `/api/${name}/all`, route: `/api/${name}/all`, path: () => `/api/${name}/all` }
      default:
        return {
          rule: `/api/${name}/<user>/posts/<post>`,
          route: `/api/${name}/:user/posts/:post`,
          path: (n) => `/api/${name}/u${n}/posts/p${n}`,
        }
    }
  })
}

const mapOf = (all) =>
  new RuleMap(all.map(({ rule }, at) => new Rule(rule, { endpoint: `e${at}`, methods: ['GET'] })))

const ROUTERS = {
  'werkzeug Map': {
    build: (all) => {
      const urls = mapOf(all).bind('example.com')
      urls.map.update()
      return (path) => urls.match(path, 'GET')
    },
    miss: (match) => (path) => {
      try {
        return match(path)
      } catch {
        return undefined
      }
    },
  },
  rou3: {
    build: (all) => {
      const router = createRouter()
      for (const [at, { route }] of all.entries()) addRoute(router, 'GET', route, `e${at}`)
      return (path) => findRoute(router, 'GET', path)
    },
  },
  'find-my-way': {
    build: (all) => {
      const router = findMyWay()
      for (const [at, { route }] of all.entries()) router.on('GET', route, () => at)
      return (path) => router.find('GET', path)
    },
  },
}

/** What a server does: cuts the path out of a target, so that its hash is not known yet. */
const pathOf = (target) => target.slice(0, target.indexOf('?'))

export function run() {
  const rows = []
  for (const size of SIZES) {
    const all = routes(size)
    const targets = (path) => Array.from({ length: PROBES }, (_, n) => `${path(n)}?q=${n}`)
    const hits = {}
    const misses = {}
    for (const [name, { build, miss }] of Object.entries(ROUTERS)) {
      const start = process.cpuUsage()
      const match = build(all)
      const { user, system } = process.cpuUsage(start)
      rows.push({ task: `routing: building ${size}`, name, ns: (user + system) * 1000 })
      const quiet = miss?.(match) ?? match
      hits[name] = (target) => match(pathOf(target))
      misses[name] = (target) => quiet(pathOf(target))
    }
    const urls = mapOf(all).bind('example.com')
    misses['werkzeug Map, test()'] = (target) => urls.test(pathOf(target), 'GET')
    rows.push(
      ...compare(
        `routing: hit of ${size}`,
        targets((n) => all[(n * 7919) % size].path(n)),
        hits,
      ),
      ...compare(
        `routing: miss of ${size}`,
        targets((n) => `/missing${n}/resource${n}/item${n}`),
        misses,
      ),
    )
  }
  return rows
}
