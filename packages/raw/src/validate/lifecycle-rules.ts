import { defineRule } from './rule.ts'
import type { Section } from './rule.ts'

const CLOSE = 'PEP 3333, "Specification Details"'
const BODY = 'Gateway contract, Body'
const FINALLY = 'Gateway contract, triptych.finally'

/** What the server does with the body, and the end. */
export const LIFECYCLE_SECTION: Section = {
  title: 'The end',
  intro: `A body is iterated once, left, closed, and forgotten, whether it was finished, it failed, or the client went
    away. The callbacks of triptych.finally come after that.`,
  rules: [
    defineRule(
      'L001',
      'server',
      'error',
      BODY,
      `The body is iterated once: a generator has nothing left for the second time.`,
      'Keep the blocks where they are needed twice',
    ),
    defineRule(
      'L002',
      'server',
      'error',
      BODY,
      `The next block is asked for after the one before has come: one step at a time.`,
      'Await next() before the next call',
    ),
    defineRule(
      'L003',
      'server',
      'error',
      CLOSE,
      `No block is asked for after close(): what the body reads from may be gone.`,
      'Close the body after the last step',
    ),
    defineRule(
      'L004',
      'server',
      'error',
      CLOSE,
      `close() is called once.`,
      'Remember that the body has been closed',
    ),
    defineRule(
      'L005',
      'server',
      'error',
      CLOSE,
      `close() is called on every path: finished, failed, client gone. Otherwise files and connections stay open.`,
      'Call close() in a finally block',
    ),
    defineRule(
      'L006',
      'server',
      'error',
      BODY,
      `A server that leaves an iterator before its end calls its return() before close(), so that the finally blocks of a
      generator run.`,
      'Call iterator.return(), as for-of and for-await do',
    ),
    defineRule(
      'L007',
      'server',
      'error',
      BODY,
      `The promise that close() returns is awaited before the request counts as over.`,
      'Await close()',
    ),
    defineRule(
      'L008',
      'server',
      'warning',
      'Gateway contract, triptych.signal',
      `No block is asked for after triptych.signal has been aborted: nobody is left to read it.`,
      'Leave and close the body when the client is gone',
    ),
    defineRule(
      'L009',
      'application',
      'error',
      FINALLY,
      `triptych.finally takes one function.`,
      'Pass a function without parameters',
    ),
    defineRule(
      'L010',
      'application',
      'error',
      FINALLY,
      `triptych.finally takes no more callbacks once the response is over.`,
      'Register the callback before the body ends',
    ),
    defineRule(
      'L011',
      'server',
      'error',
      FINALLY,
      `The callbacks of triptych.finally run once each, after close(), the one that was registered last first.`,
      'Run the callbacks in reverse order at the end of the request',
    ),
  ],
}
