import type { Environ } from '../gateway.ts'
import { DIGIT, all, skip } from '../http/chars.ts'
import { parseHost } from '../http/host.ts'
import { isToken } from '../http/token.ts'
import type { Report } from './reporter.ts'
import { show } from './show.ts'

const REQUIRED = [
  'REQUEST_METHOD',
  'SCRIPT_NAME',
  'PATH_INFO',
  'SERVER_NAME',
  'SERVER_PORT',
  'SERVER_PROTOCOL',
]
const REQUIRED_WSGI = [
  'wsgi.version',
  'wsgi.url_scheme',
  'wsgi.input',
  'wsgi.errors',
  'wsgi.multithread',
  'wsgi.multiprocess',
  'wsgi.run_once',
]
const FLAGS = ['wsgi.multithread', 'wsgi.multiprocess', 'wsgi.run_once', 'wsgi.input_terminated']
const HOOKS = ['triptych.finally', 'triptych.trailers', 'wsgi.early_hints', 'wsgi.file_wrapper']

/**
 * Checks the environ that a server made (section "The environ" of SPEC.md), its two streams included.
 *
 * @param report must throw for errors, since later checks rely on earlier ones
 * @example
 * const report = (id, seen) => { throw new Error(`${id}: ${seen}`) }
 * assert.throws(() => checkEnviron({ REQUEST_METHOD: 'GET' }, report), /E001: The environ has no SCRIPT_NAME/)
 */
export function checkEnviron(environ: Environ, report: Report): void {
  for (const key of REQUIRED) {
    if (environ[key] === undefined) report('E001', `The environ has no ${key}`, key)
  }
  for (const key of REQUIRED_WSGI) {
    if (environ[key] === undefined) report('E003', `The environ has no ${key}`, key)
  }
  checkTexts(environ, report)
  checkVariables(environ, report)
  checkGatewayKeys(environ, report)
  if (environ['QUERY_STRING'] === undefined) report('E002', 'The environ has no QUERY_STRING', 'QUERY_STRING')
}

function checkTexts(environ: Environ, report: Report): void {
  for (const key of Object.keys(environ)) {
    const value = environ[key]
    if (key.includes('.') || value === undefined) continue
    if (typeof value !== 'string') {
      report('E004', `The value of ${show(key)} is no text but ${show(value)}`, value)
    } else {
      if (!isLatin1(value)) report('E005', `The value of ${show(key)} is ${show(value)}`, value)
      if (key.startsWith('HTTP_')) checkField(key, value, report)
    }
  }
}

function checkField(key: string, value: string, report: Report): void {
  if (value.includes('\n') || value.includes('\r') || value.includes('\0')) {
    report('E006', `The value of ${show(key)} is ${show(value)}`, value)
  }
  if (key === 'HTTP_CONTENT_TYPE' || key === 'HTTP_CONTENT_LENGTH') {
    report('E007', `The environ has ${key}, ${show(value)}`, value)
  }
  if (key === 'HTTP_PROXY') report('E008', `The environ has HTTP_PROXY, ${show(value)}`, value)
  if (key.includes('-') || key !== key.toUpperCase()) report('E009', `The key is ${show(key)}`, key)
}

function checkVariables(environ: Environ, report: Report): void {
  const { REQUEST_METHOD: method, SCRIPT_NAME: mount, PATH_INFO: path, HTTP_HOST: host } = environ
  const { CONTENT_LENGTH: length, SERVER_NAME: name, SERVER_PORT: port, SERVER_PROTOCOL: protocol } = environ
  if (!isToken(method)) report('E010', `REQUEST_METHOD is ${show(method)}`, method)
  if (mount !== '' && !mount.startsWith('/')) report('E011', `SCRIPT_NAME is ${show(mount)}`, mount)
  if (mount === '/') report('E012', `SCRIPT_NAME is "/" and PATH_INFO ${show(path)}`, mount)
  if (path !== '' && !path.startsWith('/') && !(path === '*' && method === 'OPTIONS')) {
    report('E013', `PATH_INFO is ${show(path)}`, path)
  }
  if (length !== undefined && length !== '' && !all(length, DIGIT)) {
    report('E014', `CONTENT_LENGTH is ${show(length)}`, length)
  }
  if (name === '') report('E015', 'SERVER_NAME is ""', name)
  if (!all(port, DIGIT) || Number(port) > 65535) report('E016', `SERVER_PORT is ${show(port)}`, port)
  if (!isProtocol(protocol)) report('E017', `SERVER_PROTOCOL is ${show(protocol)}`, protocol)
  if (host !== undefined && host !== '' && parseHost(host) === undefined) {
    report('E021', `HTTP_HOST is ${show(host)}`, host)
  }
}

function checkGatewayKeys(environ: Environ, report: Report): void {
  const version: unknown = environ['wsgi.version']
  if (!Array.isArray(version) || version.length !== 2 || version[0] !== 1 || version[1] !== 0) {
    report('E018', `wsgi.version is ${show(version)}`, version)
  }
  const scheme = environ['wsgi.url_scheme']
  if (scheme !== 'http' && scheme !== 'https') report('E019', `wsgi.url_scheme is ${show(scheme)}`, scheme)
  for (const key of FLAGS) {
    const flag = environ[key]
    if (flag !== undefined && typeof flag !== 'boolean') report('E020', `${key} is ${show(flag)}`, flag)
  }
  for (const key of HOOKS) {
    const hook = environ[key]
    if (hook !== undefined && typeof hook !== 'function') report('E022', `${key} is ${show(hook)}`, hook)
  }
  const signal: unknown = environ['triptych.signal']
  if (signal !== undefined && !isSignal(signal)) {
    report('E022', `triptych.signal is ${show(signal)}`, signal)
  }
  const input: unknown = environ['wsgi.input']
  for (const method of ['read', 'readline', 'readlines', Symbol.asyncIterator]) {
    if (!has(input, method)) report('I001', `wsgi.input is ${show(input)} without ${String(method)}`, input)
  }
  const errors: unknown = environ['wsgi.errors']
  for (const method of ['write', 'writelines', 'flush']) {
    if (!has(errors, method)) report('O001', `wsgi.errors is ${show(errors)} without ${method}`, errors)
  }
}

/** `HTTP-version = "HTTP" "/" DIGIT [ "." DIGIT ]`, RFC 9112 section 2.3 and, for HTTP/2 and 3, usage. */
function isProtocol(text: string): boolean {
  if (!text.startsWith('HTTP/') || skip(text, 5, DIGIT) !== 6) return false
  return text.length === 6 || (text.length === 8 && text[6] === '.' && skip(text, 7, DIGIT) === 8)
}

function isLatin1(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false
  return true
}

/** By form, since a signal may come from another realm. */
function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'aborted' in value && has(value, 'addEventListener')
}

function has(value: unknown, method: string | symbol): boolean {
  if (typeof value !== 'object' || value === null) return false
  return typeof (value as Record<string | symbol, unknown>)[method] === 'function'
}
