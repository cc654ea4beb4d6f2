import { packageNames } from './built-copy.ts'
import { read } from './sources.ts'

/** What a package offers under a specifier. */
export interface Entry {
  folder: string
  specifier: string
  /** Its source, by path from the project's root. */
  path: string
  /** Whether it runs wherever there is JavaScript, and its declarations know nothing of Node. */
  portable: boolean
}

/** DESIGN, "Import direction": the only places with Node's built-ins (http-proxy by way of raw/client). .oxlintrc.json names them too. */
const NODE_ONLY = [
  /^packages\/raw\/src\/(server|client|proxy|static)\//,
  /^packages\/raw\/src\/gateways\/(node-http|cgi|fastcgi)(\.ts$|\/)/,
  /^packages\/webob\/src\/(static|client|encoding-node)(\.ts$|\/)/,
  /^packages\/werkzeug\/src\/(serving|debug|local|send-file)(\.ts$|\/)/,
  /^packages\/werkzeug\/src\/middleware\/(http-proxy|shared-data|profiler)(\.ts$|\/)/,
]

/** Whether a module of a package has to do without Node's built-ins. */
export function isPortable(path: string): boolean {
  return !NODE_ONLY.some((place) => place.test(path))
}

interface Manifest {
  name: string
  exports: Record<string, string | { '@triptych/source': string }>
}

/** The entries of all packages' exports maps; plain files such as package.json are none. */
export function entries(): Entry[] {
  return packageNames().flatMap((folder) => {
    const manifest = JSON.parse(read(`packages/${folder}/package.json`)) as Manifest
    return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
      if (typeof target === 'string') return []
      const path = `packages/${folder}/${target['@triptych/source'].slice(2)}`
      return [{ folder, specifier: manifest.name + subpath.slice(1), path, portable: isPortable(path) }]
    })
  })
}
