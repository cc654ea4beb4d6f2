import { runInThisContext } from 'node:vm'
import { afterAll, describe, expect, test } from 'vitest'
import { restoreConsole } from '../../src/debug/console-output.ts'
import { Console } from '../../src/debug/console.ts'
import type { Evaluate } from '../../src/debug/console.ts'
import { CAN_EVALUATE } from './code-generation.ts'

const number = (n: number): string => `<span class="number">${n}</span>`

/** What the last of several lines gives. */
async function last(lines: readonly string[], console: Console = new Console()): Promise<string> {
  let html = ''
  for (const line of lines) ({ html } = await console.eval(line))
  return html
}

afterAll(restoreConsole)

// Consoles make code of text.
describe.skipIf(!CAN_EVALUATE)('a console', () => {
  test.each<[lines: string[], html: string]>([
    [['1 + 1'], number(2)],
    [['undefined'], ''],
    [['const x = 1'], ''],
    [['const x = 1', 'x + 1'], number(2)],
    [['const x = 1', 'const x = 2', 'x'], number(2)],
    [['let x = 1', 'x++', 'x'], number(2)],
    [['var x = 1', 'x + 1'], number(2)],
    [['function f() { return 7 }', 'f()'], number(7)],
    [['class C { v = 3 }', 'new C().v'], number(3)],
    [['y5 = 5', 'x5 = () => y5', 'x5()'], number(5)],
    [['let n = 1', 'const f = () => n', 'n = 9', 'f()'], number(9)],
    [['21', '_ * 2'], number(42)],
    [['21', 'const unrelated = 1', '_ * 2'], number(42)],
    [['await Promise.resolve(4)'], number(4)],
    [['Promise.resolve(4)'], number(4)],
    [['const { a, b = 2 } = await Promise.resolve({ a: 1 })', 'a + b'], number(3)],
    [['let t = 0', 'await 1; t = 5', 't'], number(5)],
    [['(await import("node:path")).sep.length'], number(1)],
    [['const z = 1; throw new Error("no")', 'typeof z'], '<span class="string">&#39;undefined&#39;</span>'],
    [['{ a: 1 }.a', ''], ''],
    [['throw new TypeError("x<y")'], '<span class="error">TypeError: x&lt;y</span>'],
    [['await Promise.reject(new Error("no"))'], '<span class="error">Error: no</span>'],
    [['throw "text"'], '<span class="error">Thrown string: text</span>'],
    [['1 +* 2'], '<span class="error">SyntaxError: Unexpected token &#39;*&#39;</span>'],
    [['console.log("a", 1); 2'], `<span class="output">a 1\n</span>${number(2)}`],
    [['console.error("<b>")'], '<span class="output">&lt;b&gt;\n</span>'],
    [
      ['await new Promise((done) => setTimeout(() => { console.log("later"); done(1) }))'],
      `<span class="output">later\n</span>${number(1)}`,
    ],
    [['if (true) {\n 5\n}'], number(5)],
  ])('%j', async (lines, html) => {
    expect(await last(lines)).toBe(html)
  })

  test('asks for more when something is open', async () => {
    const console = new Console()
    expect(await console.eval('f(1,')).toEqual({ html: '', more: true })
    expect(await console.eval('1')).toEqual({ html: number(1), more: false })
  })

  test('has the names of its namespace, and may set them', async () => {
    const namespace = { app: 1 }
    const console = new Console({ namespace })
    expect(await last(['app + 1'], console)).toBe(number(2))
    await console.eval('app = 5')
    expect(namespace.app).toBe(5)
  })

  test('dump and help write into it', async () => {
    const console = new Console({ variables: () => ({ local: 1 }) })
    expect(await last(['dump({ x: 2 })'], console)).toContain(`<th scope="row">x<td>${number(2)}`)
    expect(await last(['dump()'], console)).toContain(`<th scope="row">local<td>${number(1)}`)
    expect(await last(['help()'], console)).toContain('dump(value)')
  })

  test('stands in the scope it is given, whose names hide its own', async () => {
    const scope = "(() => { let count = 1; const _ = 'lodash'; return (code) => eval(code) })()"
    const evaluate = runInThisContext(scope) as Evaluate
    const console = new Console({ evaluate })
    expect(await last(['count = 5', 'count + 1'], console)).toBe(number(6))
    expect(evaluate('count')).toBe(5)
    expect(await last(['3', '_'], console)).toBe('<span class="string">&#39;lodash&#39;</span>')
  })

  test('leaves the terminal to everybody else', async () => {
    const console_ = new Console()
    const pending = console_.eval('await new Promise((done) => setTimeout(done, 20)); console.log("mine")')
    const written: unknown[] = []
    const { log } = console
    // The diverted console passes on what is not of an evaluation, to whatever it was made over.
    restoreConsole()
    console.log = (...values) => written.push(...values)
    await console_.eval('1')
    console.log('theirs')
    restoreConsole()
    console.log = log
    expect(written).toEqual(['theirs'])
    await pending
  })

  test('does not wait for ever', async () => {
    const console = new Console({ timeout: 0.02 })
    const { html } = await console.eval('new Promise(() => {})')
    expect(html).toContain('Not settled after 0.02 seconds')
    expect(html).toContain('Promise { &lt;pending&gt; }')
  })

  test('output has a limit', async () => {
    const { html } = await new Console().eval('for (let i = 0; i < 1e4; i++) console.log("x".repeat(1000))')
    expect(html.length).toBeLessThan(300_000)
    expect(html).toMatch(/… cut<\/span>$/)
  })
})
