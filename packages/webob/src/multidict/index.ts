/**
 * Dictionaries with several values for a key. Python: `webob.multidict`.
 *
 * @module
 */
export type { MultiDictSource, MutableMultiDict, ReadonlyMultiDict } from './readonly-multi-dict.ts'
export { MultiDict } from './multi-dict.ts'
export { GetDict, type QueryTextOptions } from './get-dict.ts'
export { NestedMultiDict } from './nested-multi-dict.ts'
export { NoVars } from './no-vars.ts'
