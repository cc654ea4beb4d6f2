import type { Headers } from '../../datastructures/headers.ts'

/**
 * What a multipart body is made of, `werkzeug.sansio.multipart.Event`: the base class of the others. Their `type` tells
 * them apart in a `switch`.
 *
 * @example
 * assert.ok(new Preamble(new Uint8Array(0)) instanceof Event)
 */
export abstract class Event {
  abstract readonly type: string
}

/**
 * The bytes before the first boundary; they mean nothing. Python: `Preamble`.
 *
 * @example
 * assert.equal(new Preamble(new Uint8Array(2)).data.length, 2)
 */
export class Preamble extends Event {
  readonly type = 'preamble'
  readonly data: Uint8Array

  constructor(data: Uint8Array) {
    super()
    this.data = data
  }
}

/**
 * The head of a part that is a plain field. Python: `Field`.
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * assert.equal(new Field('a', new Headers()).type, 'field')
 */
export class Field extends Event {
  readonly type = 'field'
  /** Name of the field; `null` when the part has none. */
  readonly name: string | null
  /** The header fields of the part, as text. */
  readonly headers: Headers

  constructor(name: string | null, headers: Headers) {
    super()
    this.name = name
    this.headers = headers
  }
}

/**
 * The head of a part that is a file. Python: `File`.
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * assert.equal(new File('photo', 'me.png', new Headers()).filename, 'me.png')
 */
export class File extends Event {
  readonly type = 'file'
  /** Name of the field; `null` when the part has none. */
  readonly name: string | null
  /** Name of the file as sent: perhaps empty, perhaps a path, never to be opened as it is. */
  readonly filename: string
  /** The header fields of the part, as text. */
  readonly headers: Headers

  constructor(name: string | null, filename: string, headers: Headers) {
    super()
    this.name = name
    this.filename = filename
    this.headers = headers
  }
}

/**
 * A piece of the content of the part whose {@link Field} or {@link File} came last. Python: `Data`.
 *
 * @example
 * assert.equal(new Data(new Uint8Array(3), false).moreData, false)
 */
export class Data extends Event {
  readonly type = 'data'
  /** A view of what was fed to the decoder, no copy. */
  readonly data: Uint8Array
  /** Whether the part goes on. */
  readonly moreData: boolean

  constructor(data: Uint8Array, moreData: boolean) {
    super()
    this.data = data
    this.moreData = moreData
  }
}

/**
 * The end of the body, with the bytes after the last boundary, which mean nothing. Python: `Epilogue`.
 *
 * @example
 * assert.equal(new Epilogue(new Uint8Array(0)).type, 'epilogue')
 */
export class Epilogue extends Event {
  readonly type = 'epilogue'
  readonly data: Uint8Array

  constructor(data: Uint8Array) {
    super()
    this.data = data
  }
}

/**
 * The decoder can say no more until it gets more bytes. Python: `NeedData`; there is one, {@link NEED_DATA}.
 *
 * @example
 * assert.ok(NEED_DATA instanceof NeedData)
 */
export class NeedData extends Event {
  readonly type = 'need-data'
}

/**
 * The only {@link NeedData}. Python: `NEED_DATA`.
 *
 * @example
 * assert.equal(NEED_DATA.type, 'need-data')
 */
export const NEED_DATA: NeedData = new NeedData()

/** All that a decoder gives. */
export type MultipartEvent = Preamble | Field | File | Data | Epilogue | NeedData
