import type { ContractCase, ContractResult } from '../../src/contract.ts'
import type { Listing } from './backend.ts'
import { h, labelled } from './dom.ts'
import { runInSandbox } from './sandbox-host.ts'
import type { RunOutcome } from './sandbox-host.ts'

/** A listing to change, and to run against the contract, in the browser. */
export class EditView {
  readonly element: HTMLElement
  private readonly level: HTMLSelectElement
  private readonly code: HTMLTextAreaElement
  private readonly status: HTMLElement
  private readonly results: HTMLElement
  private readonly runButton: HTMLButtonElement
  private readonly listings: readonly Listing[]
  private readonly contract: () => Promise<readonly ContractCase[]>

  constructor(listings: readonly Listing[], contract: () => Promise<readonly ContractCase[]>) {
    this.listings = listings
    this.contract = contract
    this.level = h(
      'select',
      { onchange: () => this.reset() },
      ...listings.map(({ level }) => h('option', {}, level)),
    )
    this.code = h('textarea', { rows: '24', spellcheck: 'false', autocapitalize: 'off', class: 'editor' })
    this.status = h(
      'p',
      { class: 'summary', role: 'status' },
      'Change something, and see what the contract says.',
    )
    this.results = h('div', {})
    this.runButton = h(
      'button',
      { type: 'button', class: 'primary', onclick: () => void this.run() },
      'Run against the contract',
    )
    const reset = h('button', { type: 'button', onclick: () => this.reset() }, 'As it was')
    this.element = h(
      'section',
      { id: 'edit', 'aria-labelledby': 'edit-h' },
      h('h2', { id: 'edit-h' }, 'Edit a listing'),
      h('p', {}, 'It runs in your browser: in a worker without network, for two seconds at most.'),
      labelled('Level', this.level),
      labelled('Program', this.code),
      h('div', { class: 'actions' }, this.runButton, reset),
      this.status,
      this.results,
    )
    this.reset()
  }

  /** The code, when it is no longer the listing. */
  get edited(): { level: string; code: string } | undefined {
    const isSame = this.code.value === this.original
    return isSame ? undefined : { level: this.level.value, code: this.code.value }
  }

  /** Shows code that came by a link. It is not run until a person says so. */
  offer(level: string, code: string): void {
    if (this.listings.some((listing) => listing.level === level)) this.level.value = level
    this.code.value = code
    this.status.textContent = 'This program came with the link. Read it before you run it.'
    this.status.className = 'summary differs'
    this.results.replaceChildren()
  }

  private get original(): string {
    return this.listings.find(({ level }) => level === this.level.value)?.source ?? ''
  }

  private reset(): void {
    this.code.value = this.original
    this.status.className = 'summary'
    this.status.textContent = 'Change something, and see what the contract says.'
    this.results.replaceChildren()
  }

  private async run(): Promise<void> {
    this.runButton.disabled = true
    this.status.className = 'summary'
    this.status.textContent = 'Running...'
    try {
      this.show(await runInSandbox(this.code.value, await this.contract()))
    } catch (error) {
      this.show({ type: 'error', message: (error as Error).message })
    } finally {
      this.runButton.disabled = false
    }
  }

  private show(outcome: RunOutcome): void {
    this.results.replaceChildren()
    if (outcome.type !== 'done') {
      this.status.className = 'summary differs'
      const place = outcome.type === 'error' && outcome.line ? ` (line ${outcome.line})` : ''
      this.status.textContent =
        outcome.type === 'killed'
          ? 'It did not end within two seconds, and was stopped.'
          : `It does not run: ${outcome.message}${place}`
      return
    }
    const failed = outcome.results.filter(({ passed }) => !passed)
    const { length } = outcome.results
    this.status.className = failed.length === 0 ? 'summary alike' : 'summary differs'
    this.status.textContent =
      failed.length === 0
        ? `All ${length} cases pass.`
        : `${failed.length} of ${length} cases fail, ${length - failed.length} pass.`
    this.results.append(
      ...(failed.length === 0 ? [] : [resultTable('Failed', failed.slice(0, 100), true)]),
      resultTable(
        'Passed',
        outcome.results.filter(({ passed }) => passed),
        false,
      ),
    )
  }
}

function resultTable(title: string, results: readonly ContractResult[], open: boolean): HTMLElement {
  const heads = ['Case', 'Expected', 'Got'].map((text) => h('th', { scope: 'col' }, text))
  return h(
    'details',
    { open },
    h('summary', {}, `${title} (${results.length})`),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...heads)),
        h(
          'tbody',
          {},
          ...results.map(({ title: what, expected, actual }) =>
            h('tr', {}, h('th', { scope: 'row' }, what), h('td', {}, expected), h('td', {}, actual)),
          ),
        ),
      ),
    ),
  )
}
