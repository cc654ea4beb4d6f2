import type { Environ } from '@triptych/raw/gateway'
import { FormDataParser } from './form-data-parser.ts'
import type { FormDataParserOptions, ParsedForm } from './form-data-parser.ts'

/**
 * Reads the form of a request, if its body is one, `werkzeug.formparser.parse_form_data`: short for {@link FormDataParser}.
 *
 * @returns a stream (with the body, if it is no form), the fields, the files
 * @throws as `FormDataParser.parse`
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const [stream, form, files] = await parseFormData(setupTestingDefaults())
 * assert.equal((await stream.read()).length, 0)
 * assert.equal(form.size + files.size, 0)
 */
export function parseFormData(environ: Environ, options: FormDataParserOptions = {}): Promise<ParsedForm> {
  return new FormDataParser(options).parseFromEnviron(environ)
}
