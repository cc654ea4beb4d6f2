import type { Adapter } from '../src/suites/toolkit/adapter.ts'

/** A library that is wrong in one way. */
export interface ToolkitMutant {
  readonly name: string
  readonly group: string
  readonly adapter: Adapter
  readonly caughtBy: readonly string[]
}

const assign = (target: Record<string, unknown>, text: string): Record<string, unknown> => {
  for (const pair of text.split('&')) {
    const [key = '', value = ''] = pair.split('=')
    const names = key.split(/[[\]]+/).filter(Boolean)
    let at: Record<string, unknown> = target
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>
    at[names.at(-1) ?? ''] = value
  }
  return target
}

/** One for each group, and a way of getting it wrong that libraries have had. */
export const TOOLKIT_MUTANTS: readonly ToolkitMutant[] = [
  {
    name: 'trims more than blanks from cookie names',
    group: 'cookie',
    adapter: {
      parseCookie: (text) => text.split(';').map((pair) => pair.trim().split('=', 2) as [string, string]),
    },
    caughtBy: ['toolkit.cookie.nbsp-prefix'],
  },
  {
    name: 'writes cookies as they are given',
    group: 'set-cookie',
    adapter: {
      formatSetCookie: ({ name, value, path }) =>
        `${name}=${value}${path === undefined ? '' : `; Path=${path}`}`,
    },
    caughtBy: [
      'toolkit.set-cookie.value-crlf',
      'toolkit.set-cookie.name-semicolon',
      'toolkit.set-cookie.value-semicolon',
    ],
  },
  {
    name: 'reads dates as the platform does',
    group: 'date',
    adapter: { parseDate: (text) => Date.parse(text) / 1000 },
    caughtBy: ['toolkit.date.n06'],
  },
  {
    name: 'takes the first offer',
    group: 'accept',
    adapter: { best: ({ offers }) => offers[0] ?? null },
    caughtBy: ['toolkit.accept.q-zero'],
  },
  {
    name: 'counts the end of a range out',
    group: 'range',
    adapter: {
      parseRange: ({ value }) => {
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(value) ?? []
        return from === undefined ? null : [[Number(from), Number(to)]]
      },
    },
    caughtBy: ['toolkit.range.first'],
  },
  {
    name: 'forgets that a tag is weak',
    group: 'etag',
    adapter: { parseEtags: (text) => [...text.matchAll(/"([^"]*)"/g)].map(([, tag]) => [tag, false]) },
    caughtBy: ['toolkit.etag.weak'],
  },
  {
    name: 'splits parameters at every semicolon',
    group: 'params',
    adapter: {
      parseMediaType: (text) => {
        const [value = '', ...params] = text.split(';').map((part) => part.trim())
        return { value, params: Object.fromEntries(params.map((part) => part.split('='))) as object }
      },
    },
    caughtBy: ['toolkit.params.semicolon-in-quote'],
  },
  {
    name: 'keeps the folders of a file name',
    group: 'disposition',
    adapter: { parseDisposition: (text) => /filename="?([^"]*)"?/.exec(text)?.[1] ?? null },
    caughtBy: ['toolkit.disposition.path'],
  },
  {
    name: 'reads Forwarded without quotes',
    group: 'forwarded',
    adapter: {
      parseForwarded: (text) =>
        text
          .split(',')
          .map((part) => Object.fromEntries(part.split(';').map((pair) => pair.trim().split('='))) as object),
    },
    caughtBy: ['toolkit.forwarded.bad'],
  },
  {
    name: 'splits the password at every colon',
    group: 'auth',
    adapter: {
      parseAuthorization: (text) => {
        const [scheme = '', token = ''] = text.split(' ')
        const [user, password] = Buffer.from(token, 'base64').toString('latin1').split(':')
        return { scheme: scheme.toLowerCase(), user, password }
      },
    },
    caughtBy: ['toolkit.auth.basic'],
  },
  {
    name: 'knows no numbers in Cache-Control',
    group: 'cache-control',
    adapter: {
      parseCacheControl: (text) =>
        Object.fromEntries(text.split(',').map((part) => part.trim().split('='))) as object,
    },
    caughtBy: ['toolkit.cache-control.age'],
  },
  {
    name: 'believes the first address',
    group: 'xff',
    adapter: { remoteAddr: ({ value, peer }) => value.split(',')[0]?.trim() || peer },
    caughtBy: ['toolkit.xff.spoofed'],
  },
  {
    name: 'reads structured items as text',
    group: 'sf',
    adapter: { parseStructured: ({ value }) => [value.join(', '), []] },
    caughtBy: ['toolkit.sf.examples-021'],
  },
  {
    name: 'puts values into lines as they are',
    group: 'injection',
    adapter: { headerLines: ({ name, value }) => `${name}: ${value}`.split(/[\r\n]+/) },
    caughtBy: ['toolkit.injection.value-crlf', 'toolkit.injection.name-space'],
  },
  {
    name: 'cuts code points to bytes',
    group: 'injection',
    adapter: {
      headerLines: ({ name, value }) =>
        Buffer.from(`${name}: ${value}`, 'latin1')
          .toString('latin1')
          .split(/[\r\n]+/),
    },
    caughtBy: ['toolkit.injection.value-truncated'],
  },
  {
    name: 'sends Location as it was given',
    group: 'redirect',
    adapter: { redirectLocation: ({ location }) => location },
    caughtBy: ['toolkit.redirect.slash-backslash', 'toolkit.redirect.tab', 'toolkit.redirect.slashes'],
  },
  {
    name: 'joins paths without looking',
    group: 'path',
    adapter: { safeJoin: ({ root, path }) => `${root}/${path}` },
    caughtBy: ['toolkit.path.path-01', 'toolkit.path.path-05'],
  },
  {
    name: 'takes file names as they come',
    group: 'file-name',
    adapter: { secureFilename: (name) => name },
    caughtBy: ['toolkit.file-name.up', 'toolkit.file-name.rtl'],
  },
  {
    name: 'assigns keys to objects',
    group: 'prototype',
    adapter: { parseQuery: (text) => assign({}, text) },
    caughtBy: ['toolkit.prototype.query-proto-nested', 'toolkit.prototype.query-constructor-nested'],
  },
  {
    name: 'takes quadratic time',
    group: 'resource',
    adapter: {
      parseCookie: (text) => {
        let rest = text
        let steps = 0
        while (rest !== '') {
          rest = Array.from(rest).slice(4096).join('')
          steps++
        }
        return [['steps', String(steps)]]
      },
    },
    caughtBy: ['toolkit.resource.cookie'],
  },
]
