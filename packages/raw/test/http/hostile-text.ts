import { readFileSync } from 'node:fs'
import fc from 'fast-check'

/** Any sequence of UTF-16 units: controls, all bytes as latin-1, lone surrogates. */
export const anyText: fc.Arbitrary<string> = fc.string({
  unit: fc
    .oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 0xffff }))
    .map((code) => String.fromCharCode(code)),
  maxLength: 200,
})

/** Text with one character for each byte. */
export const byteText: fc.Arbitrary<string> = fc
  .uint8Array({ maxLength: 200 })
  .map((bytes) => String.fromCharCode(...bytes))

/** Text made mostly of the characters that a grammar knows, so that parsers get far into it. */
export const textOf = (units: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...units), maxLength: 60 }) },
    { weight: 1, arbitrary: anyText },
  )

/** A million characters and more of a pattern, between a beginning and an end. */
export const megabyte = (pattern: string, start = '', end = ''): string =>
  start + pattern.repeat(Math.ceil(1_000_000 / pattern.length)) + end

/** The cases of a fixture. */
export function fixtureCases<Case>(name: string): Case[] {
  const url = new URL(`../../../../test/fixtures/cases/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(url, 'utf8')) as { cases: Case[] }).cases
}
