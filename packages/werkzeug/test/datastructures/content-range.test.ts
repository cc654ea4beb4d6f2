import { ContentRange } from '@triptych/werkzeug/datastructures'
import { describe, expect, test, vi } from 'vitest'

describe('ContentRange', () => {
  test.each<[string | null, (string | number | null)[] | null]>([
    ['bytes 0-98/*', ['bytes', 0, 99, null]],
    ['bytes 0-98/100', ['bytes', 0, 99, 100]],
    ['bytes */100', ['bytes', null, null, 100]],
    ['bytes 98-0/100', null],
    ['bytes 0-98/x', null],
    ['bytes 5/9', null],
    ['bytes', null],
    [null, null],
  ])('%j', (header, expected) => {
    const range = ContentRange.fromHeader(header)
    expect(range && [range.units, range.start, range.stop, range.length]).toEqual(expected)
    expect(range?.toHeader() ?? null).toBe(expected ? header : null)
  })

  test('it is live', () => {
    const onUpdate = vi.fn<() => void>()
    const range = new ContentRange('bytes', 0, 5, 10, onUpdate)
    expect(onUpdate).not.toHaveBeenCalled()
    range.start = 1
    range.stop = 6
    range.length = null
    range.units = 'x'
    expect(range.toHeader()).toBe('x 1-5/*')
    range.set(2, 3, 9)
    expect(String(range)).toBe('bytes 2-2/9')
    range.unset()
    expect([range.toHeader(), range.isEmpty]).toEqual(['', true])
    expect(onUpdate).toHaveBeenCalledTimes(6)
  })

  test('what makes no sense is refused', () => {
    expect(() => new ContentRange('bytes', 5, 1)).toThrow(RangeError)
    expect(() => new ContentRange('bytes', null, null).set(0, null)).toThrow(RangeError)
    const range = new ContentRange('bytes', null, null, 5)
    range.start = 1
    expect(() => range.toHeader()).toThrow(TypeError)
  })
})
