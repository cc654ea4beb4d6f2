import { expect, test } from 'vitest'
import { demoApp } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { dumpEnviron } from '../src/demo.ts'
import { app as environDump } from '../../../examples/environ-dump.ts'

test('dumpEnviron sorts the keys and shows what is no text by its kind', () => {
  const environ = {
    b: 'it\'s "x"\n',
    a: [1, 0],
    c: () => {},
    d: new Map(),
    e: null,
    f: true,
    g: Object.create(null) as object,
  }
  expect(dumpEnviron(environ)).toBe(
    `'a': [1, 0]\n'b': 'it\\'s "x"\\n'\n'c': <function c>\n'd': <Map>\n'e': null\n'f': true\n'g': <object>\n`,
  )
})

test('demoApp greets and dumps', async () => {
  const response = await call(demoApp, '/x?q')
  expect(response.status).toBe('200 OK')
  expect(response.text()).toMatch(/^Hello world!\n\n/)
  expect(response.text()).toContain("'QUERY_STRING': 'q'\n")
})

test("the article's environ dump", async () => {
  const response = await call(environDump, '/a%20b')
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  const [first, blank, ...lines] = response.text().split(/\r?\n/)
  expect(first).toBe('Here is the WSGI environment:')
  expect(blank).toBe('')
  const keys = lines.filter((line) => line !== '').map((line) => line.split(':')[0]!)
  expect(keys).toEqual(keys.toSorted())
  expect(lines).toContain("'PATH_INFO': '/a b'")
})
