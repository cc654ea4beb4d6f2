import { htmlEscape, stringsDiffer, toHtml } from '@triptych/webob/util'
import type { Bindings } from '../engine.ts'
import { isJson } from '../values.ts'

export const bindings: Bindings = {
  calls: {
    html_escape: (args: [unknown]) => htmlEscape(args[0]),
    strings_differ: (args: [string, string]) => stringsDiffer(args[0], args[1]),
  },
  deviations: [
    {
      name: 'bytes-are-text',
      reason:
        "Python shows bytes in their own notation, b'...'; here they are the UTF-8 text that they hold.",
      applies: ({ call, args }) =>
        call === 'util.html_escape' && isJson((args as [unknown])[0]) && '$bytes' in (args as [object])[0],
      expected: (vector) => ({
        ...vector,
        result: Buffer.from((vector['args'] as [{ $bytes: string }])[0].$bytes, 'base64')
          .toString()
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;')
          .replaceAll("'", '&#x27;')
          .replaceAll(/[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0)!};`),
      }),
    },
  ],
  build: { $html: (html: string) => ({ [toHtml]: () => html }) },
}
