import { readFileSync } from 'node:fs'
import type { LevelName, RecordedAnswer } from '../src/protocol.ts'

interface Recording {
  readonly requests: Readonly<Record<string, string>>
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly pool: readonly (readonly [
    version: string,
    status: number | null,
    reason: string,
    headers: readonly (readonly [string, string])[],
    body: string,
  ])[]
}

/** What the Python listings answered to the 301 recorded requests, by the bytes of the request. */
export class RecordedAnswers {
  private readonly recording: Recording
  private readonly ids: ReadonlyMap<string, string>

  constructor() {
    this.recording = JSON.parse(
      readFileSync(new URL('../data/recorded.json', import.meta.url), 'utf8'),
    ) as Recording
    this.ids = new Map(Object.entries(this.recording.requests).map(([id, bytes]) => [bytes, id]))
  }

  /** Empty when the request is none of the recorded ones. */
  of(bytes: string): RecordedAnswer[] {
    const id = this.ids.get(bytes)
    if (id === undefined) return []
    return Object.entries(this.recording.answers[id] ?? {}).map(([key, index]) => {
      const [server = '', level = ''] = key.split('/')
      const [version, status, reason, headers, body] = this.recording.pool[index]!
      return { server, level: level as LevelName, version, status, reason, headers, body }
    })
  }
}
