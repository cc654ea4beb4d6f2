/**
 * WebOb in TypeScript: a request that is a live view of the environ, and a response that is an application.
 *
 * @module
 */
export { BaseRequest, Request } from './request/index.ts'
export { Response } from './response/index.ts'
export {
  UTC,
  day,
  hour,
  minute,
  month,
  parseDate,
  parseDateDelta,
  second,
  serializeDate,
  serializeDateDelta,
  timedeltaToSeconds,
  week,
  year,
} from './datetime-utils.ts'
export { htmlEscape } from './util.ts'
