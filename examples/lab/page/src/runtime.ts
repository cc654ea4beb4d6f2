/**
 * The packages, and what runs an edited listing against the contract. Built into one script that defines `lab`; it is
 * handed to the sandbox as text, and to the page itself when there is no server.
 */
import * as raw from '@triptych/raw'
import * as http from '@triptych/raw/http'
import * as query from '@triptych/raw/query'
import * as webob from '@triptych/webob'
import * as werkzeug from '@triptych/werkzeug'
import * as routing from '@triptych/werkzeug/routing'

export { answerBytes } from '../../src/answer-bytes.ts'
export { runContract } from '../../src/contract.ts'
export { MARK, instrument } from '../../src/instrument.ts'
export { recorded } from '../../src/record.ts'

/** What a listing can import, by name. */
export const modules: Readonly<Record<string, object>> = {
  '@triptych/raw': raw,
  '@triptych/raw/http': http,
  '@triptych/raw/query': query,
  '@triptych/webob': webob,
  '@triptych/werkzeug': werkzeug,
  '@triptych/werkzeug/routing': routing,
}
