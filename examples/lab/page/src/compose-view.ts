import type { Preset } from './backend.ts'
import { readBytes, writeBytes } from './bytes.ts'
import { h, labelled } from './dom.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'BREW']
const FIRST = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'

/** Composes a request, as fields or as bytes, and sends it. */
export class ComposeView {
  readonly element: HTMLElement
  readonly actions: HTMLElement
  private readonly raw: HTMLTextAreaElement
  private readonly method: HTMLInputElement
  private readonly target: HTMLInputElement
  private readonly version: HTMLSelectElement
  private readonly headers: HTMLTextAreaElement
  private readonly body: HTMLTextAreaElement
  private readonly fields: HTMLFieldSetElement
  private readonly why: HTMLElement
  private readonly onSend: (bytes: string) => Promise<void>

  constructor(presets: readonly Preset[], onSend: (bytes: string) => Promise<void>) {
    this.onSend = onSend
    const refresh = (): void => this.writeRaw()
    const input = (attributes: Record<string, string>): HTMLInputElement =>
      h('input', {
        type: 'text',
        spellcheck: 'false',
        autocapitalize: 'off',
        oninput: refresh,
        ...attributes,
      })
    const area = (rows: number, oninput: () => void): HTMLTextAreaElement =>
      h('textarea', { rows: String(rows), spellcheck: 'false', autocapitalize: 'off', oninput })
    this.method = input({ list: 'methods', size: '8' })
    this.target = input({})
    this.version = h(
      'select',
      { oninput: refresh },
      ...['HTTP/1.1', 'HTTP/1.0'].map((one) => h('option', {}, one)),
    )
    this.headers = area(4, refresh)
    this.body = area(2, refresh)
    this.raw = area(9, () => this.readRaw())
    this.why = h('p', { class: 'why' })
    this.fields = h(
      'fieldset',
      {},
      h('legend', {}, 'Fields'),
      h(
        'div',
        { class: 'line' },
        labelled('Method', this.method),
        labelled('Target', this.target),
        labelled('Version', this.version),
      ),
      labelled('Headers, one a line', this.headers),
      labelled('Content', this.body),
    )
    const send = h('button', { type: 'submit', class: 'primary', title: 'Ctrl+Enter' }, 'Send to all three')
    this.actions = h('div', { class: 'actions' }, send)
    const form = h(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault()
          void this.send()
        },
        onkeydown: (event) => {
          const { key, ctrlKey, metaKey } = event as KeyboardEvent
          if (key === 'Enter' && (ctrlKey || metaKey)) void this.send()
        },
      },
      this.presetPicker(presets),
      h(
        'div',
        { class: 'two' },
        this.fields,
        h(
          'fieldset',
          {},
          h('legend', {}, 'Bytes'),
          labelled(
            'As sent',
            this.raw,
            'A line end is CR LF. \\n \\r \\t \\x00 and \\\\ are single bytes; \\ at the end of a line joins it to the next.',
          ),
        ),
      ),
      h('datalist', { id: 'methods' }, ...METHODS.map((one) => h('option', { value: one }))),
      this.actions,
    )
    this.element = h(
      'section',
      { id: 'compose', 'aria-labelledby': 'compose-h' },
      h('h2', { id: 'compose-h' }, 'Request'),
      form,
    )
    this.bytes = FIRST
  }

  /** One character each. */
  get bytes(): string {
    return readBytes(this.raw.value)
  }

  set bytes(bytes: string) {
    this.raw.value = writeBytes(bytes)
    this.readRaw()
  }

  async send(): Promise<void> {
    await this.onSend(this.bytes)
  }

  private presetPicker(presets: readonly Preset[]): HTMLElement {
    const byId = new Map(presets.map((preset) => [preset.id, preset]))
    const list = h('select', {
      onchange: () => {
        const preset = byId.get(list.value)
        if (preset === undefined) return
        this.bytes = preset.bytes
        this.why.textContent = preset.why ?? ''
        void this.send()
      },
    })
    const fill = (words: string): void => {
      const groups = new Map<string, Preset[]>()
      for (const preset of presets) {
        if (!`${preset.id} ${preset.title}`.toLowerCase().includes(words.toLowerCase())) continue
        groups.set(preset.group, [...(groups.get(preset.group) ?? []), preset])
      }
      list.replaceChildren(
        h('option', { value: '' }, 'choose a request...'),
        ...[...groups].map(([group, members]) =>
          h(
            'optgroup',
            { label: group },
            ...members.map(({ id, title }) => h('option', { value: id }, title)),
          ),
        ),
      )
    }
    fill('')
    const search = h('input', {
      type: 'search',
      placeholder: 'host, chunk, te...',
      oninput: () => fill(search.value),
    })
    return h(
      'div',
      { class: 'presets' },
      h('div', { class: 'line' }, labelled('Search', search), labelled('Begin with', list)),
      this.why,
    )
  }

  /** Fields to bytes. */
  private writeRaw(): void {
    const headers = this.headers.value.replace(/\n+$/, '')
    const line = `${this.method.value} ${this.target.value} ${this.version.value}`
    this.raw.value = `${line}\n${headers === '' ? '' : `${headers}\n`}\n${this.body.value}`
  }

  /** Bytes to fields, as far as they have some. */
  private readRaw(): void {
    const match = /^([^\s]+) ([^\s]+) (HTTP\/1\.[01])\n([\s\S]*)$/.exec(this.raw.value)
    const rest = match?.[4]
    const [, headers = '', body = ''] = /^((?:[^\n]+\n)*)\n([\s\S]*)$/.exec(rest ?? '') ?? []
    const fits = match !== null && `${headers}\n${body}` === rest
    this.fields.disabled = !fits
    this.fields.title = fits ? '' : 'These bytes are no request of method, target, version and headers'
    if (!fits) return
    this.method.value = match[1]!
    this.target.value = match[2]!
    this.version.value = match[3]!
    this.headers.value = headers.replace(/\n$/, '')
    this.body.value = body
  }
}
