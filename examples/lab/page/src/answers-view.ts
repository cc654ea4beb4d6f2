import type {
  ApplicationCall,
  LevelAnswer,
  LevelName,
  RecordedAnswer,
  SendAnswer,
} from '../../src/protocol.ts'
import type { Listing } from './backend.ts'
import { showWire } from './bytes.ts'
import { h } from './dom.ts'

const NAMES: Readonly<Record<LevelName, string>> = { raw: 'raw', webob: 'webob', werkzeug: 'werkzeug' }
const CLOCK = /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/g

/** What the three levels answered, side by side. */
export class AnswersView {
  readonly element: HTMLElement
  private readonly summary: HTMLElement
  private readonly columns: HTMLElement
  private readonly tabs: HTMLElement
  private readonly recorded: HTMLElement
  private readonly listings: ReadonlyMap<LevelName, string>

  constructor(listings: readonly Listing[]) {
    this.listings = new Map(listings.map(({ level, source }) => [level, source]))
    this.summary = h('p', { class: 'summary', role: 'status' }, 'Nothing was sent yet.')
    this.columns = h('div', { class: 'columns' })
    this.tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Levels' })
    this.recorded = h('div', { class: 'recorded' })
    this.element = h(
      'section',
      { id: 'answers', 'aria-labelledby': 'answers-h' },
      h('h2', { id: 'answers-h' }, 'Answers'),
      this.summary,
      this.tabs,
      this.columns,
      this.recorded,
    )
  }

  busy(): void {
    this.summary.textContent = 'Sending...'
    this.element.setAttribute('aria-busy', 'true')
  }

  fail(message: string): void {
    this.element.removeAttribute('aria-busy')
    this.summary.textContent = `Not sent: ${message}`
    this.summary.className = 'summary differs'
  }

  show({ levels, recorded }: SendAnswer): void {
    this.element.removeAttribute('aria-busy')
    const differences = compare(levels)
    this.summary.className = differences.length === 0 ? 'summary alike' : 'summary differs'
    this.summary.textContent =
      differences.length === 0
        ? `All three answer alike: ${outcome(levels[0]!)}`
        : `They differ in ${differences.join(', ')}.`
    this.columns.replaceChildren(...levels.map((answer) => this.column(answer, levels[0]!)))
    this.tabs.replaceChildren(...levels.map(({ level }, index) => this.tab(level, index)))
    this.select(levels[0]!.level, false)
    this.recorded.replaceChildren(...(recorded.length === 0 ? [] : [recordedTable(recorded)]))
  }

  private tab(level: LevelName, index: number): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${level}`,
        'aria-controls': `level-${level}`,
        onclick: () => this.select(level, true),
        onkeydown: (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[(event as KeyboardEvent).key]
          if (step === undefined) return
          const all = [...this.tabs.children]
          const next = all[(index + step + all.length) % all.length] as HTMLElement
          next.click()
        },
      },
      NAMES[level],
    )
  }

  private select(level: LevelName, focus: boolean): void {
    for (const tab of this.tabs.querySelectorAll<HTMLElement>('[role=tab]')) {
      const isChosen = tab.id === `tab-${level}`
      tab.setAttribute('aria-selected', String(isChosen))
      tab.tabIndex = isChosen ? 0 : -1
      if (isChosen && focus) tab.focus()
    }
    for (const column of this.columns.children)
      column.classList.toggle('chosen', column.id === `level-${level}`)
  }

  private column(answer: LevelAnswer, first: LevelAnswer): HTMLElement {
    const { level, wire, end, ms, calls } = answer
    const added = addedHeaders(answer, first)
    return h(
      'article',
      { id: `level-${level}`, 'aria-labelledby': `name-${level}` },
      h('h3', { id: `name-${level}` }, NAMES[level], h('small', {}, ` ${outcome(answer)}, ${ms} ms, ${end}`)),
      part(
        'On the wire',
        true,
        wire === ''
          ? h('p', { class: 'none' }, 'No byte came back.')
          : h('pre', { class: 'wire' }, showWire(wire)),
      ),
      added.length === 0 ? undefined : part('Added on top of raw', true, headerList(added)),
      calls.length === 0
        ? h('p', { class: 'none' }, 'No application saw it: the server answered by itself.')
        : h(
            'div',
            {},
            ...calls.map((call, index) => this.call(level, call, calls.length > 1 ? index + 1 : 0)),
          ),
    )
  }

  private call(level: LevelName, call: ApplicationCall, number: number): HTMLElement {
    const { starts, blocks, findings, environ, thrown, closed, lines } = call
    const steps = [
      ...starts.map(
        ({ at, status, headers }) =>
          [at, `startResponse(${JSON.stringify(status)}, ${headers.length} headers)`] as const,
      ),
      ...blocks.map(
        ({ at, bytes }) =>
          [at, `block of ${bytes.length} bytes ${JSON.stringify(bytes.slice(0, 40))}`] as const,
      ),
      ...(closed === undefined ? [] : [[closed, 'close()'] as const]),
    ].toSorted((a, b) => a[0] - b[0])
    return h(
      'div',
      {},
      number === 0 ? undefined : h('h4', {}, `Request ${number}`),
      part('The listing', true, listing(this.listings.get(level) ?? '', lines)),
      part(
        'Calls',
        true,
        h(
          'ol',
          { class: 'steps' },
          ...steps.map(([at, text]) => h('li', {}, h('time', {}, `${at.toFixed(2)} ms`), ` ${text}`)),
        ),
        thrown === undefined ? undefined : h('p', { class: 'thrown' }, thrown),
      ),
      findings.length === 0
        ? undefined
        : part(
            'The validator says',
            true,
            h(
              'ul',
              {},
              ...findings.map(({ rule, kind, message }) =>
                h('li', {}, h('b', {}, `${kind} ${rule} `), message),
              ),
            ),
          ),
      part(
        `environ (${environ.length})`,
        false,
        h(
          'dl',
          { class: 'environ' },
          ...environ.flatMap(([key, value]) => [h('dt', {}, key), h('dd', {}, value)]),
        ),
      ),
    )
  }
}

function part(title: string, open: boolean, ...children: readonly (Node | undefined)[]): HTMLElement {
  return h('details', { open }, h('summary', {}, title), ...children)
}

function outcome({ wire }: LevelAnswer): string {
  const statuses = [...wire.matchAll(/(?:^|\n|[^\r\n])HTTP\/1\.1 (\d{3} [^\r]*)\r\n/g)].map(
    ([, status]) => status,
  )
  return statuses.join(', then ') || 'no answer'
}

/** What the answers differ in, the clock and Date aside. */
function compare(levels: readonly LevelAnswer[]): string[] {
  const differs = (of: (answer: LevelAnswer) => string): boolean => new Set(levels.map(of)).size > 1
  const head = (answer: LevelAnswer): string => answer.wire.split('\r\n\r\n')[0] ?? ''
  const fields = (answer: LevelAnswer): string =>
    head(answer)
      .split('\r\n')
      .slice(1)
      .filter((line) => !/^date:/i.test(line))
      .map((line) => line.toLowerCase())
      .toSorted()
      .join('\n')
  const body = (answer: LevelAnswer): string =>
    answer.wire
      .split('\r\n\r\n')
      .slice(1)
      .join('\r\n\r\n')
      .replace(CLOCK, 'now')
      .replace(/^Date: .*$/gim, '')
  const found: string[] = []
  if (differs((answer) => head(answer).split('\r\n')[0] ?? '')) found.push('the status line')
  if (differs(fields)) found.push('the header fields')
  if (differs(body)) found.push('the content')
  if (differs(({ end }) => end)) found.push('what becomes of the connection')
  return found
}

/** Fields that the application gave and raw's did not. */
function addedHeaders(answer: LevelAnswer, first: LevelAnswer): readonly (readonly [string, string])[] {
  if (answer.level === first.level) return []
  const names = new Set((first.calls[0]?.starts.at(-1)?.headers ?? []).map(([name]) => name.toLowerCase()))
  return (answer.calls[0]?.starts.at(-1)?.headers ?? []).filter(([name]) => !names.has(name.toLowerCase()))
}

function headerList(headers: readonly (readonly [string, string])[]): HTMLElement {
  return h(
    'dl',
    { class: 'environ' },
    ...headers.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  )
}

/** The source with the lines that were reached; a mark in the margin says it to whoever sees no colour. */
function listing(source: string, reached: readonly number[]): HTMLElement {
  const lines = source.replace(/\n$/, '').split('\n')
  return h(
    'pre',
    { class: 'listing' },
    ...lines.map((line, index) => {
      const isReached = reached.includes(index + 1)
      return h(
        'code',
        { class: isReached ? 'reached' : undefined },
        h('span', { class: 'mark', 'aria-hidden': 'true' }, isReached ? '▸' : ' '),
        `${line}\n`,
        isReached ? h('span', { class: 'said' }, '(reached)') : undefined,
      )
    }),
  )
}

function recordedTable(recorded: readonly RecordedAnswer[]): HTMLElement {
  const rows = recorded.map(({ server, level, version, status, reason, headers, body }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, `${level} under ${server}`),
      h('td', {}, status === null ? 'no status line' : `${version} ${status} ${reason}`),
      h('td', {}, headers.map(([name, value]) => `${name}: ${value}`).join('; ')),
      h('td', {}, body.slice(0, 120)),
    ),
  )
  const heads = ['Listing', 'Status', 'Fields', 'Content'].map((text) => h('th', { scope: 'col' }, text))
  return h(
    'details',
    { open: true },
    h('summary', {}, 'What the Python listings answered to these bytes (recorded)'),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Recorded answers' },
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows)),
    ),
  )
}
