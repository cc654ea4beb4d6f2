import { describe, expect, test } from 'vitest'
import { DebugTraceback } from '../../src/debug/debug-traceback.ts'

/** The relations and types of a traceback. */
const chain = (thrown: unknown): (string | null)[][] =>
  new DebugTraceback(thrown).allTracebacks.map(([relation, { type }]) => [relation, type])

describe('DebugTraceback', () => {
  test('an error with its causes', () => {
    const error = new TypeError('a', { cause: new RangeError('b', { cause: 'c' }) })
    expect(chain(error)).toEqual([
      [null, 'TypeError'],
      ['Caused by', 'RangeError'],
      ['Caused by', 'Thrown string'],
    ])
  })

  test('an AggregateError with its members', () => {
    const error = new AggregateError([new TypeError('a'), 'b'], 'all', { cause: new Error('c') })
    expect(chain(error)).toEqual([
      [null, 'AggregateError'],
      ['Member 1 of 2', 'TypeError'],
      ['Member 2 of 2', 'Thrown string'],
      ['Caused by', 'Error'],
    ])
  })

  test('a chain that is a circle ends', () => {
    const error = new Error('a', { cause: new Error('b') })
    ;(error.cause as Error).cause = error
    expect(chain(error)).toHaveLength(2)
    const many = new AggregateError([], 'all')
    many.errors.push(many, many)
    expect(chain(many)).toHaveLength(1)
  })

  test('an endless chain is cut', () => {
    let error = new Error('0')
    for (let at = 0; at < 10_000; at++) error = new Error(String(at), { cause: error })
    expect(chain(error)).toHaveLength(20)
  })

  test.each([undefined, null, 0, '', Symbol('s'), {}, new Proxy({}, {}), Object.create(null)])(
    'whatever is thrown (%#) has a page',
    (thrown) => {
      const traceback = new DebugTraceback(thrown)
      expect(traceback.allFrames).toEqual([])
      expect(traceback.renderTracebackHtml()).toContain('No frames')
    },
  )

  test('frames have their source around the line', () => {
    const traceback = new DebugTraceback(new Error('here'))
    const [frame] = traceback.allFrames
    expect(frame!.filename).toMatch(/debug-traceback\.test\.ts$/)
    expect(frame!.isLibrary).toBe(false)
    expect(traceback.renderTracebackHtml()).toMatch(
      /<div class="line current" aria-current="true"><span class="number">\d+<\/span><code>[^<]*new DebugTraceback\(new Error/,
    )
    expect(traceback.renderTracebackText()).toContain(
      "const traceback = new DebugTraceback(new Error('here'))",
    )
  })

  test('library frames are folded', () => {
    const error = new Error('x')
    error.stack =
      'Error: x\n    at a (/n/node_modules/a.js:1:1)\n    at b (/n/node_modules/b.js:1:1)\n    at own (/n/own.js:1:1)\n    at c (node:fs:1:1)'
    const html = new DebugTraceback(error).renderTracebackHtml()
    expect(html).toContain('<summary>2 library frames</summary>')
    expect(html).toContain('<summary>1 library frame</summary>')
    expect(html).toMatch(/<details class="frame own" id="frame-\d+" open>/)
    expect(html.match(/ open>/g)).toHaveLength(1)
  })

  test('a line beyond the end of a file has no source', () => {
    const error = new Error('x')
    error.stack = `Error: x\n    at f (${import.meta.url}:99999:1)`
    expect(new DebugTraceback(error).renderTracebackHtml()).toContain('The source is not there to be read')
  })

  test('a syntax error says where it is', async () => {
    const error = new SyntaxError('Unexpected token')
    error.stack =
      '/app/a.js:3\nlet = <1\n    ^\n\nSyntaxError: Unexpected token\n    at load (node:internal/x:1:1)'
    const html = new DebugTraceback(error).renderTracebackHtml()
    expect(html).toContain('<pre class="syntaxerror">/app/a.js:3\nlet = &lt;1\n    ^</pre>')
  })

  test('all text is escaped', () => {
    const evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)>'
    class Evil extends Error {}
    Object.defineProperty(Evil, 'name', { value: evil })
    const error = new Evil(evil, { cause: evil })
    error.stack = `${evil}\n    at ${evil} (/${evil}:1:1)`
    const options = {
      secret: evil,
      nonce: 'n',
      evalex: true,
      evalexTrusted: false,
      version: 'v',
      request: evil,
    }
    const page = new DebugTraceback(error).renderDebuggerHtml(options)
    expect(page).not.toContain('<script>')
    expect(page).not.toContain('<img')
    expect(page.match(/<\/script>/g)).toHaveLength(3)
  })

  test('the text for terminals moves no cursor', () => {
    const text = new DebugTraceback(new Error('\x1b[2J\x07\u202e')).renderTracebackText()
    expect(text).toContain('Error: \\x1b[2J\\x07\\u202e\n')
  })

  test('a huge message is cut', () => {
    const traceback = new DebugTraceback(new Error('x'.repeat(5_000_000)))
    expect(traceback.renderTracebackText().length).toBeLessThan(100_000)
    expect(traceback.renderTracebackHtml({ title: true }).length).toBeLessThan(100_000)
  })
})
