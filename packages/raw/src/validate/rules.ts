import { BODY_SECTION, WRITE_SECTION } from './body-rules.ts'
import { CALL_SECTION, ENVIRON_SECTION } from './environ-rules.ts'
import { LIFECYCLE_SECTION } from './lifecycle-rules.ts'
import { HEADERS_SECTION, START_SECTION } from './response-rules.ts'
import type { Rule, Section } from './rule.ts'
import { ERRORS_SECTION, INPUT_SECTION } from './stream-rules.ts'

/** The whole contract, in the order in which a request meets it. */
export const SECTIONS: readonly Section[] = [
  CALL_SECTION,
  ENVIRON_SECTION,
  INPUT_SECTION,
  ERRORS_SECTION,
  START_SECTION,
  HEADERS_SECTION,
  BODY_SECTION,
  WRITE_SECTION,
  LIFECYCLE_SECTION,
]

/** Every rule by its id. */
export const RULES: ReadonlyMap<string, Rule> = new Map(
  SECTIONS.flatMap((section) =>
    section.rules.map((rule) => [rule.id, { ...rule, section: section.title }] as const),
  ),
)
