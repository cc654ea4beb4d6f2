/**
 * Password hashes in both directions between this package and Werkzeug itself, Debian's python3-werkzeug. Releases before 2.3
 * know no scrypt; for them Python's own `hashlib.scrypt` stands in, which later ones call.
 */
import { spawnSync } from 'node:child_process'
import { checkPasswordHash, checkPasswordHashAsync, generatePasswordHash } from '@triptych/werkzeug/security'
import { describe, expect, test } from 'vitest'

const SCRIPT = `
import hashlib, json, sys
from werkzeug.security import check_password_hash, generate_password_hash

def scrypt(method, salt, password):
    n, r, p = map(int, method.split(":")[1:])
    key = hashlib.scrypt(password.encode(), salt=salt.encode(), n=n, r=r, p=p, maxmem=132 * n * r * p)
    return f"{method}\${salt}\${key.hex()}"

try:
    generate_password_hash("x", method="scrypt")
    own = True
except ValueError:
    own = False

answers = []
for question in json.load(sys.stdin):
    method, password, given = question["method"], question["password"], question["hash"]
    if method.startswith("scrypt") and not own:
        made = scrypt(method, "NaClNaCl", password)
        right = scrypt(method, given.split("$")[1], password) == given
        wrong = scrypt(method, given.split("$")[1], password + "x") == given
    else:
        made = generate_password_hash(password, method=method, salt_length=8)
        right = check_password_hash(given, password)
        wrong = check_password_hash(given, password + "x")
    answers.append({"made": made, "right": right, "wrong": wrong})
json.dump(answers, sys.stdout)
`

interface Answer {
  made: string
  right: boolean
  wrong: boolean
}

const METHODS = [
  'scrypt:32768:8:1',
  'scrypt:1024:4:2',
  'pbkdf2:sha256:1000000',
  'pbkdf2:sha1:1000',
  'pbkdf2:sha224:1000',
  'pbkdf2:sha512:1000',
  'pbkdf2:sha3_256:1000',
]
const PASSWORDS = ['secret', 'p\xe4ssw\xf6rd', '\u{1f512}$:', ' ', 'x'.repeat(500)]

const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import werkzeug.security']).status === 0,
)
const questions = METHODS.flatMap((method) => PASSWORDS.map((password) => ({ method, password })))

/** Asks Werkzeug about hashes of ours, and for hashes of its own. */
function ask(hashes: readonly string[]): Answer[] {
  const input = JSON.stringify(questions.map((question, at) => ({ ...question, hash: hashes[at] })))
  const { stdout, stderr, status } = spawnSync(python!, ['-c', SCRIPT], {
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONWARNINGS: 'ignore' },
  })
  if (status !== 0) throw new Error(`Python failed: ${stderr}`)
  return JSON.parse(stdout) as Answer[]
}

describe('password hashes and Werkzeug', () => {
  test('verify one another', { timeout: 120_000 }, async ({ skip }) => {
    skip(python === undefined, 'python3-werkzeug is not installed (apt-get install python3-werkzeug)')
    const ours = questions.map(({ method, password }) => generatePasswordHash(password, { method }))
    const answers = ask(ours)
    expect(answers).toHaveLength(questions.length)
    for (const [at, { made, right, wrong }] of answers.entries()) {
      const { method, password } = questions[at]!
      expect({ method, password, right, wrong }).toEqual({ method, password, right: true, wrong: false })
      expect(made.startsWith(`${method}$`)).toBe(true)
      expect(checkPasswordHash(made, password)).toBe(true)
      expect(await checkPasswordHashAsync(made, password)).toBe(true)
      expect(checkPasswordHash(made, `${password}x`)).toBe(false)
    }
  })
})
