import { loadCases } from '../load-cases.ts'
import type { Judgement } from '../result.ts'
import type { RunContext, Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import type { Adapter } from './toolkit/adapter.ts'
import { measureGrowth } from './toolkit/growth.ts'
import { brokenByCall, describeOutcome } from './toolkit/judge-call.ts'
import type { CallOutcome } from './toolkit/judge-call.ts'
import type { ToolkitCase } from './toolkit/toolkit-case.ts'

/** Headers, cookies, forms and hostile input against the functions of a library, through an adapter. */
export const toolkitSuite: Suite<ToolkitCase> = {
  name: 'toolkit',
  title: 'headers, cookies, forms and hostile input against a library, through an adapter',
  cases: () => loadCases<ToolkitCase>('toolkit'),
  async prepare({ target }) {
    if (target.adapter === undefined) {
      throw new TargetError(
        'Expected a library: give --adapter FILE, or one of the names in the folder adapters',
      )
    }
    return async () => {}
  },
  // One at a time: what a call does to all objects must not be put down to another one.
  run(testCase, context) {
    const result = last.then(() => runToolkitCase(testCase, context))
    last = result.catch(() => {})
    return result
  },
}

let last: Promise<unknown> = Promise.resolve()

async function runToolkitCase(testCase: ToolkitCase, { target }: RunContext): Promise<Judgement> {
  const adapter = target.adapter as Adapter
  const { call: name, input, expect } = testCase
  const expected = JSON.stringify(expect)
  const method = adapter[name] as ((input: unknown) => unknown) | undefined
  if (typeof method !== 'function') {
    const notes = [`The adapter has no function ${name}`]
    return { verdict: 'n/a', outcome: 'not asked', expected, notes, exchanges: [] }
  }
  const call = async (argument: unknown): Promise<CallOutcome> => {
    try {
      return { value: await method.call(adapter, argument) }
    } catch (error) {
      return { error }
    }
  }
  if (expect.linear === true) {
    const { times, broken } = await measureGrowth(input, call)
    const outcome = times.map((time) => `${time.toFixed(1)} ms`).join(', ')
    return {
      verdict: broken === undefined ? 'pass' : 'fail',
      outcome,
      expected,
      notes: broken ? [broken] : [],
      exchanges: [],
    }
  }
  const before = prototypeKeys()
  const outcome = await call(input)
  const notes = brokenByCall(testCase, outcome)
  const added = prototypeKeys().filter((key) => !before.includes(key))
  if (added.length > 0) notes.push(`All objects have got ${added.join(', ')}`)
  for (const key of added) delete (Object.prototype as unknown as Record<string, unknown>)[key]
  const exchange = { channel: name, sent: JSON.stringify(input), received: describeOutcome(outcome) }
  return {
    verdict: notes.length > 0 ? 'fail' : 'pass',
    outcome: describeOutcome(outcome),
    expected,
    notes,
    exchanges: [exchange],
  }
}

function prototypeKeys(): string[] {
  return Object.getOwnPropertyNames(Object.prototype)
}
