import { WWWAuthenticate } from '@triptych/werkzeug/datastructures'
import { describe, expect, test, vi } from 'vitest'

describe('WWWAuthenticate', () => {
  test.each<[string, string]>([
    ['Basic realm="a b"', 'Basic realm="a b"'],
    ['digest realm=a, qop=auth, algorithm=MD5', 'Digest realm="a", qop="auth", algorithm=MD5'],
    ['digest stale, realm=a', 'Digest stale, realm="a"'],
    ['Negotiate', 'Negotiate '],
    ['Negotiate abc=', 'Negotiate abc='],
  ])('%s', (header, written) => {
    expect(String(WWWAuthenticate.fromHeader(header))).toBe(written)
  })

  test('changes are told', () => {
    const challenge = new WWWAuthenticate('Basic', { realm: 'a' })
    const onUpdate = vi.fn<() => void>()
    challenge.onUpdate = onUpdate
    challenge.set('realm', 'b')
    challenge.parameters.set('x', '1')
    challenge.set('x', null)
    expect(challenge.delete('none')).toBe(false)
    challenge.type = 'bearer'
    challenge.token = 't'
    expect(challenge.toHeader()).toBe('Bearer t')
    challenge.token = null
    challenge.parameters = { realm: 'c' }
    expect([challenge.get('realm'), challenge.has('x'), challenge.toHeader()]).toEqual([
      'c',
      false,
      'Bearer realm=c',
    ])
    expect(onUpdate).toHaveBeenCalledTimes(7)
    expect(challenge.equals(new WWWAuthenticate('bearer', { realm: 'c' }))).toBe(true)
    expect(WWWAuthenticate.fromHeader(null)).toBeNull()
  })
})
