import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'
import type { Environ } from '../../gateway.ts'

/** What is published on `triptych.server.request`: a request as it goes to the application. */
export interface RequestMessage {
  readonly environ: Environ
}

/** What is published on `triptych.server.response`: a response that is over. */
export interface ResponseMessage {
  readonly environ: Environ
  /** 0 when the client left before there was one. */
  readonly status: number
  /** Bytes of content that went out. */
  readonly bytes: number
  /** Milliseconds since the head of the request. */
  readonly duration: number
}

/** What is published on `triptych.server.error`: a request that no application got to see. */
export interface ErrorMessage {
  readonly remote: string
  readonly status: number
  /** Such as `ERR_FIELD_NAME`. */
  readonly code: string
  readonly message: string
}

/** Named channels of node:diagnostics_channel; nothing is made for them while nobody listens. */
export const requestChannel: Channel = channel('triptych.server.request')
/** See {@link ResponseMessage}. */
export const responseChannel: Channel = channel('triptych.server.response')
/** See {@link ErrorMessage}. */
export const errorChannel: Channel = channel('triptych.server.error')
