import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsOptions } from '@triptych/raw/server'

/**
 * Reads a certificate and its key from PEM files; the key may stand in the file of the certificate.
 * Python: `werkzeug.serving.load_ssl_context`.
 *
 * @throws what the system throws for a file that can't be read
 * @example
 * assert.throws(() => loadSslContext('none.pem'), { code: 'ENOENT' })
 */
export function loadSslContext(
  certFile: string,
  keyFile: string = certFile,
  passphrase?: string,
): TlsOptions {
  const files = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  return passphrase === undefined ? files : { ...files, passphrase }
}

/**
 * Makes files `BASE.crt` and `BASE.key` with a certificate for a host, which no browser trusts, by the program openssl.
 * Python: `werkzeug.serving.make_ssl_devcert`.
 *
 * @throws Error when there is no openssl, or when it fails
 * @example
 * assert.equal(typeof makeSslDevcert, 'function')
 */
export function makeSslDevcert(
  basePath: string,
  { host = 'localhost', days = 365 }: { readonly host?: string; readonly days?: number } = {},
): [certFile: string, keyFile: string] {
  const [cert, key] = [`${basePath}.crt`, `${basePath}.key`]
  const name = /^[0-9.]+$|:/.test(host) ? `IP:${host}` : `DNS:${host}`
  const { error, status, stderr } = spawnSync(
    'openssl',
    ['req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days', String(days)]
      .flatMap((part) => part.split(' '))
      .concat(
        '-subj',
        '/CN=Triptych development',
        '-addext',
        `subjectAltName=${name}`,
        '-keyout',
        key,
        '-out',
        cert,
      ),
    { encoding: 'utf8' },
  )
  if (error) {
    throw new Error(
      'Expected the program openssl to make a certificate, found none: install it, or give key and cert',
      {
        cause: error,
      },
    )
  }
  if (status !== 0) throw new Error(`Expected openssl to make a certificate, it said ${stderr.trim()}`)
  return [cert, key]
}

/**
 * A certificate for this run only. Python: `werkzeug.serving.generate_adhoc_ssl_context`.
 *
 * @throws Error when there is no openssl, or when it fails
 * @example
 * assert.equal(typeof generateAdhocSslContext, 'function')
 */
export function generateAdhocSslContext(host: string = 'localhost'): TlsOptions {
  const folder = mkdtempSync(join(tmpdir(), 'triptych-tls-'))
  try {
    return loadSslContext(...makeSslDevcert(join(folder, 'adhoc'), { host, days: 30 }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
