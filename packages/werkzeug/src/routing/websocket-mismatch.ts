import { BadRequest } from '../exceptions/client-errors.ts'

/**
 * The only rule for the path is one for WebSockets and the request is none, or the other way round: an answer with 400.
 * Python: `werkzeug.routing.WebsocketMismatch`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/chat', { endpoint: 'chat', websocket: true })])
 * assert.throws(() => map.bind('example.com').match('/chat'), WebsocketMismatch)
 */
export class WebsocketMismatch extends BadRequest {}
