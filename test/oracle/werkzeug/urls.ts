import { iriToUri, uriToIri } from '@triptych/werkzeug/urls'
import type { Bindings, Deviation } from '../engine.ts'
import { without } from '../engine.ts'

type Kwargs = { iri?: string; uri?: string }

/** Text beside the brackets of a host: before them, or between them and the port. */
const BESIDE_BRACKETS = /^[^/?#]*\/\/(?:[^/?#@]*@)*(?:[^/?#@[]+\[|\[[^/?#@\]]*\][^/?#@:])/

const besideBrackets: Deviation = {
  name: 'text-beside-a-bracketed-host',
  reason:
    'What stands beside the brackets of an IPv6 host was dropped, so that `http://evil.test[::1]` led to `[::1]`; CPython refuses it since gh-105704, and so do we.',
  applies: (vector) =>
    String(vector['call']).startsWith('urls.') &&
    !('raises' in vector) &&
    BESIDE_BRACKETS.test(String((vector['args'] as unknown[])[0]).replaceAll(/[\t\r\n]/g, '')),
  expected: (vector) => ({ ...without(vector, 'result'), raises: 'ValueError' }),
}

export const bindings: Bindings = {
  calls: {
    iri_to_uri: (args: [string?], kwargs: Kwargs) => iriToUri(args[0] ?? kwargs.iri!),
    uri_to_iri: (args: [string?], kwargs: Kwargs) => uriToIri(args[0] ?? kwargs.uri!),
  },
  deviations: [besideBrackets],
}
