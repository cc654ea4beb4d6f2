import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Base64Serializer,
  JSONSerializer,
  SignedSerializer,
  type HashName,
  type Serializer,
} from '../../src/cookies/serializers.ts'

/** Text as it is. */
const plain: Serializer = { dumps: String, loads: (text) => text }

describe('JSONSerializer', () => {
  test.each<[value: unknown, text: string]>([
    [null, 'null'],
    [[1, 2.5], '[1, 2.5]'],
    [{ a: { b: 'x, y: z' } }, '{"a": {"b": "x, y: z"}}'],
    ['caf\xe9 \u{1f600}', '"caf\\u00e9 \\ud83d\\ude00"'],
  ])('%j is %s', (value, text) => {
    expect(new JSONSerializer().dumps(value)).toBe(text)
    expect(new JSONSerializer().loads(text)).toEqual(value)
  })

  test('bytes of UTF-8 are read', () => {
    expect(new JSONSerializer().loads('"caf\xc3\xa9"')).toBe('caf\xe9')
  })

  test.each(['', '{', 'NaN', '"\xff"', '"\u2603"'])('%j is refused', (text) => {
    expect(() => new JSONSerializer().loads(text)).toThrow(SyntaxError)
  })

  test.each([undefined, () => 1, Symbol('a'), new Uint8Array(1)])('%s has no JSON form', (value) => {
    expect(() => new JSONSerializer().dumps(value)).toThrow(TypeError)
  })
})

describe('Base64Serializer', () => {
  test.each<[text: string, value: string]>([
    ['', ''],
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YWJj', 'abc'],
    ['-_-_', '\xfb\xff\xbf'],
    ['+/+/', '\xfb\xff\xbf'],
    ['Y W\nJ"j', 'abc'],
    ['YQ==YWJj', 'a'],
    ['=YWJj', 'abc'],
    ['YW=Jj', 'abc'],
  ])('%j is %j', (text, value) => {
    expect(new Base64Serializer(plain).loads(text)).toBe(value)
  })

  test.each(['Y', 'YQ', 'YQ=', 'YWJjZ', 'YWJ', 'YQ=Y'])('%j lacks its padding', (text) => {
    expect(() => new Base64Serializer(plain).loads(text)).toThrow(SyntaxError)
  })

  test('is JSON unless said otherwise, and comes back', () => {
    expect(new Base64Serializer().dumps('>>>???')).toBe('Ij4-Pj8_PyI=')
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const serializer = new Base64Serializer()
        const text = serializer.dumps(value)
        expect(text).toMatch(/^[\w-]*=*$/)
        expect(serializer.loads(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each(['=', 'YWJj', '!', '=Y'])('a megabyte of %j', (unit) => {
    const text = `${unit.repeat(1_000_000 / unit.length)}!`
    expect(String(new Base64Serializer(plain).loads(text)).length).toBeLessThan(1_000_000)
  })
})

describe('SignedSerializer', () => {
  const signed = new SignedSerializer('secret', 'salt')
  const text = signed.dumps({ user: 'ada' })

  test.each<HashName>(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])('with %s', (hashalg) => {
    const serializer = new SignedSerializer('secret', 'salt', { hashalg })
    const own = serializer.dumps([1])
    expect(own).toMatch(/^[\w-]+$/)
    expect(serializer.loads(own)).toEqual([1])
  })

  test('the HMAC over the text with salt and secret, before it', async () => {
    const bytes = new TextEncoder()
    const key = await crypto.subtle.importKey(
      'raw',
      bytes.encode('saltsecret'),
      { name: 'HMAC', hash: 'SHA-512' },
      false,
      ['sign'],
    )
    const mac = await crypto.subtle.sign('HMAC', key, bytes.encode('{"user": "ada"}'))
    const whole = Buffer.concat([Buffer.from(mac), Buffer.from('{"user": "ada"}')])
    expect(text).toBe(whole.toString('base64url'))
  })

  test('no change gets through', () => {
    const whole = Buffer.from(text, 'base64url')
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = Buffer.from(whole)
        changed[at]! ^= difference
        expect(() => signed.loads(changed.toString('base64url'))).toThrow(/Invalid signature/)
      }),
    )
  })

  test.each<[name: string, text: string]>([
    ['nothing', ''],
    ['the signature alone', Buffer.from(text, 'base64url').subarray(0, 64).toString('base64url')],
    ['half a signature', text.slice(0, 40)],
    ['no base64', 'a'],
    ['more at the end', `${text}AAAA`],
    ['less at the end', text.slice(0, -4)],
    ['what another secret signed', new SignedSerializer('other', 'salt').dumps(1)],
    ['what another salt signed', new SignedSerializer('secret', 'other').dumps(1)],
    ['what another hash signed', new SignedSerializer('secret', 'salt', { hashalg: 'sha256' }).dumps(1)],
  ])('%s is refused', (_name, forged) => {
    expect(() => signed.loads(forged)).toThrow(SyntaxError)
  })

  test('secrets in latin-1 when both are, else in UTF-8', () => {
    const own = new SignedSerializer('\u2603', '\xe9')
    expect(own.loads(own.dumps(1))).toBe(1)
    expect(() => new SignedSerializer('\x03', '\xe9').loads(own.dumps(1))).toThrow(SyntaxError)
    expect(new SignedSerializer('secret', null).dumps(1)).toBe(new SignedSerializer('secret').dumps(1))
  })

  test('another serializer', () => {
    const own = new SignedSerializer('secret', 'salt', { serializer: plain })
    expect(own.loads(own.dumps('as it is'))).toBe('as it is')
  })

  test.each(['sha3', 'toString', '__proto__'])('no hash is called %s', (hashalg) => {
    expect(() => new SignedSerializer('secret', 'salt', { hashalg: hashalg as HashName })).toThrow(RangeError)
  })

  test('a megabyte that nobody signed', () => {
    expect(() => signed.loads('A'.repeat(1_000_000))).toThrow(/Invalid signature/)
    expect(() => signed.loads('='.repeat(1_000_000))).toThrow(SyntaxError)
  })
})
