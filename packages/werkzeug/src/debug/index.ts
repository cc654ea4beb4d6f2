/**
 * The interactive debugger: a page for each error with its frames, their variables and a console in each, `werkzeug.debug`.
 *
 * @module
 */
export { Console } from './console.ts'
export type { ConsoleOptions, ConsoleReply, Evaluate } from './console.ts'
export { debugMiddleware } from './debug-middleware.ts'
export type { DebugMiddleware, DebugMiddlewareOptions } from './debug-middleware.ts'
export { DebuggerRefused } from './debug-options.ts'
export type { DebuggedApplicationOptions } from './debug-options.ts'
export { DebuggedApplication } from './debugged-application.ts'
export type { Evaluable } from './debugged-application.ts'
export { DebugFrameSummary } from './debug-frame-summary.ts'
export type { SourceExcerpt, Variables } from './debug-frame-summary.ts'
export { DebugTraceback } from './debug-traceback.ts'
export type { DebugTracebackOptions, TracebackPart } from './debug-traceback.ts'
export { getMachineId } from './machine-id.ts'
export { PIN_TIME, getPinAndCookieName, hashPin } from './pin.ts'
export type { PinAndCookieName } from './pin.ts'
export { renderConsoleHtml } from './render-page.ts'
export type { DebuggerPageOptions, PageOptions } from './render-page.ts'
export { DebugReprGenerator, debugRepr, dump } from './repr.ts'
export type { ReprLimits } from './repr.ts'
