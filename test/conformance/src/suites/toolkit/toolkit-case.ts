import type { CaseInfo } from '../../case.ts'
import type { Adapter } from './adapter.ts'

/** A case of the suite `toolkit`: a call of the adapter, and what has to come of it. */
export interface ToolkitCase extends CaseInfo {
  readonly call: keyof Adapter
  /** Its argument. In cases that expect `linear`, a text may be `{ "before": text, "repeat": text }`, and is made in three sizes. */
  readonly input: unknown
  readonly expect: ToolkitExpectation
}

/** One member: what passes. */
export interface ToolkitExpectation {
  /** This value, compared as JSON. */
  readonly equals?: unknown
  /** One of these values; where the list has `null`, throwing passes too. */
  readonly anyOf?: readonly unknown[]
  readonly setCookie?: SetCookieExpectation
  /** Throws; or what came has no line that begins with this field, and (`noRaw`) does not hold the input. */
  readonly throwsOr?: { readonly noLine: string; readonly noRaw?: boolean }
  readonly sameOriginOrThrows?: string
  /** `null`, throws, or a path inside this folder. */
  readonly nullOrWithin?: string
  /** No separators, no leading point, no control characters, no name of a device. */
  readonly plainName?: boolean
  /** Afterwards all objects are what they were. Throwing passes. */
  readonly prototypeUntouched?: boolean
  /** Four times the input takes at most about four times as long. Throwing passes. */
  readonly linear?: boolean
}

/** What a Set-Cookie builder has to give. */
export interface SetCookieExpectation {
  readonly setCookie?: string
  /** Attributes, in any order. */
  readonly parts?: readonly string[]
  /** `throws`, `warns`, `escaped`, `adds Secure`, or the text. */
  readonly oneOf?: readonly string[]
  readonly throws?: boolean
  readonly never?: string
  readonly neverAttribute?: string
}
