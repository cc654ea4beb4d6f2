/** The page's script: filters, and the details of a case in a dialog. Bundled into page-script.ts by tools/page-assets.ts. */
import { ruleLinks } from '../rule-link.ts'
import { shellCommand } from '../shell-command.ts'
import { describeSequence, piecesOf } from '../show-bytes.ts'

/** The details of the cases are packed: texts of bytes resemble one another. */
const unpack = async () => {
  const packed = Uint8Array.from(atob(document.getElementById('details').textContent), (char) =>
    char.charCodeAt(0),
  )
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Response(stream).json()
}
let strings = []
let cases = []
const verdictNames = JSON.parse(document.getElementById('verdicts').textContent)
const classes = { pass: 'p', tolerated: 't', fail: 'f', flaky: 't' }

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

const rows = [...document.querySelectorAll('.matrix tr[id]')].map((element, index) => {
  const section = element.closest('section')
  const names = [...section.querySelectorAll('.matrix thead th')].slice(2).map((th) => th.textContent)
  const verdicts = [...element.cells]
    .slice(2)
    .map((cell) => cell.firstChild?.data.replace(/, known$/, '') ?? '')
  return {
    element,
    index,
    suite: section.dataset.suite,
    group: element.parentElement.dataset.group,
    level: element.cells[1].textContent,
    verdicts: new Map(names.map((name, at) => [name, verdicts[at]])),
    text: element.textContent.toLowerCase(),
  }
})
const byId = new Map(rows.map((row) => [row.element.id, row]))
const isShown = ({ element }) => !element.hidden && !element.parentElement.hidden

// Filters

const form = document.getElementById('filters')
const status = make('output', { id: 'shown' })

const field = (label, control) => {
  form.append(make('label', {}, make('span', { textContent: label }), control))
  return control
}
const select = (label, first, values) =>
  field(label, make('select', {}, new Option(first, ''), ...values.map((value) => new Option(value, value))))
const unique = (values) => [...new Set(values)]

const search = field('Search', make('input', { type: 'search', placeholder: 'id, rule, outcome' }))
const suite = select('Suite', 'all', unique(rows.map((row) => row.suite)))
const group = select('Group', 'all', unique(rows.map((row) => `${row.suite}.${row.group}`)))
const level = select('Level', 'all', ['must', 'should', 'may'])
const verdict = select('Verdict', 'any', verdictNames)
const target = select('Of target', 'any', unique(rows.flatMap((row) => [...row.verdicts.keys()])))
const differences = field('Only differences', make('input', { type: 'checkbox' }))
const reset = make('button', { type: 'button', textContent: 'Show all' })
form.append(reset, status)

const fits = (row) => {
  if (suite.value && row.suite !== suite.value) return false
  if (group.value && `${row.suite}.${row.group}` !== group.value) return false
  if (level.value && row.level !== level.value) return false
  if (differences.checked && !row.element.classList.contains('d')) return false
  if (target.value && !row.verdicts.get(target.value)) return false
  if (verdict.value) {
    const seen = target.value ? [row.verdicts.get(target.value)] : [...row.verdicts.values()]
    if (!seen.includes(verdict.value)) return false
  }
  return search.value
    .toLowerCase()
    .split(/\s+/)
    .every((word) => row.text.includes(word))
}

const apply = () => {
  let count = 0
  for (const option of group.options)
    option.hidden = suite.value !== '' && option.value !== '' && !option.value.startsWith(`${suite.value}.`)
  if (group.selectedOptions[0]?.hidden) group.value = ''
  for (const row of rows) {
    row.element.hidden = !fits(row)
    if (!row.element.hidden) count++
  }
  for (const body of document.querySelectorAll('.matrix tbody'))
    body.hidden = !body.querySelector('tr[id]:not([hidden])')
  for (const section of document.querySelectorAll('section.suite'))
    section.hidden = !section.querySelector('tbody[data-group]:not([hidden])')
  status.textContent = count === rows.length ? `${count} cases` : `${count} of ${rows.length} cases`
}
form.hidden = false
form.addEventListener('input', apply)
form.addEventListener('submit', (event) => event.preventDefault())
reset.addEventListener('click', () => {
  form.reset()
  apply()
})

// One case

const dialog = document.getElementById('case')

const bytes = (text) => {
  const place = make('pre', { className: 'bytes', tabIndex: 0 })
  for (const piece of piecesOf(text)) {
    place.append(
      piece.kind === 'text'
        ? piece.text
        : make(piece.kind === 'escape' ? 'span' : 'em', { textContent: piece.text }),
    )
  }
  return place
}
const badge = (name) => make('b', { className: classes[name] ?? 'n', textContent: name })
const link = (id) => make('a', { href: `#${encodeURIComponent(id)}`, textContent: id })
const listed = (nodes) => nodes.flatMap((node, index) => (index === 0 ? [node] : [', ', node]))

const commandOf = (id, name) => {
  const where = {
    proxy: 'http://127.0.0.1:8080 --backend 8081',
    lint: '--app app.ts',
    toolkit: '--adapter adapter.ts',
    process: "--spawn 'server --port {port}'",
  }
  return `npx conform ${name} ${where[name] ?? 'http://127.0.0.1:8080'} --only ${id} --verbose`
}

const copyable = (text, label) => {
  const button = make('button', { type: 'button', textContent: 'Copy' })
  button.setAttribute('aria-label', `Copy ${label}`)
  const place = make('pre', { tabIndex: 0, textContent: text })
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text)
      button.textContent = 'Copied'
    } catch {
      getSelection().selectAllChildren(place)
      button.textContent = 'Selected'
    }
  })
  return make('div', { className: 'command' }, place, button)
}

const exchange = ([channel, sent, received, end], alone) => {
  const name = strings[channel]
  const whose = alone && name === 'client' ? '' : `${name}: `
  const nodes = []
  if (sent !== null && strings[sent] !== '')
    nodes.push(make('h4', { textContent: `${whose}sent` }), bytes(strings[sent]))
  if (strings[received] !== '') {
    const over =
      strings[end] === ''
        ? ''
        : `, then ${strings[end] === 'open' ? 'the connection stays open' : strings[end]}`
    nodes.push(make('h4', { textContent: `${whose}received${over}` }), bytes(strings[received]))
  } else if (strings[end] !== '')
    nodes.push(make('p', { className: 'dim', textContent: `${whose}nothing received, ${strings[end]}` }))
  return nodes
}

const answer = ({ targets, verdict: name, outcome, notes = [], known, exchanges = [], alike }) => {
  const names = targets.map((one) => strings[one])
  const body = [
    make('h3', {}, badge(strings[name]), ` ${names.join(', ')}`),
    make('p', { textContent: strings[outcome] }),
    ...notes.map((note) => make('p', { className: 'note', textContent: strings[note] })),
  ]
  if (known !== undefined) body.push(make('p', { textContent: `Known: ${strings[known]}` }))
  body.push(...exchanges.flatMap((one) => exchange(one, exchanges.length === 1)))
  if (alike)
    body.push(
      make('p', {
        className: 'dim',
        textContent: `These are ${names[0]}'s bytes; the others' differ in times and ports only.`,
      }),
    )
  return make('section', {}, ...body)
}

const step = (row, by) => {
  const shown = rows.filter(isShown)
  return shown[shown.indexOf(row) + by]
}

const openCase = (row) => {
  const { element, index, level: strength } = row
  const details = cases[index]
  const [anchor, title, ref] = element.cells[0].children
  const id = anchor.textContent
  const rule = ruleLinks(ref.textContent).map(({ text, href }) =>
    href ? make('a', { href, rel: 'noreferrer', textContent: text }) : text,
  )
  const go = (text, by, label) => {
    const other = step(row, by)
    const button = make('button', { type: 'button', textContent: text, disabled: other === undefined })
    button.setAttribute('aria-label', label)
    button.addEventListener('click', () => {
      location.hash = other.element.id
    })
    return button
  }
  const close = make('button', { type: 'button', className: 'close', textContent: 'Close' })
  close.addEventListener('click', () => dialog.close())
  const facts = [
    make(
      'p',
      { className: 'rule' },
      `${strength}, `,
      ...rule,
      details.guard ? ', a guard: nothing measured fails it' : '',
    ),
  ]
  if (details.why !== undefined) facts.push(make('p', { textContent: strings[details.why] }))
  if (details.after)
    facts.push(make('p', {}, 'Depends on ', ...listed(details.after.map((one) => link(strings[one])))))
  const sends = []
  const name = strings[details.suite]
  if (details.send) sends.push(make('h3', { textContent: 'Sent' }), bytes(describeSequence(details.send)))
  const expected = strings[details.expected]
  if (expected !== '') {
    // The suites about bytes write what is tolerated so.
    const isTolerant = (name === 'wire' || name === 'gateway') && expected.includes('(')
    sends.push(
      make('h3', { textContent: isTolerant ? 'Expected (or tolerated, in brackets)' : 'Expected' }),
      make('p', { className: 'expected', textContent: expected }),
    )
  }
  const again = [make('h3', { textContent: 'To reproduce' })]
  if (details.send) again.push(copyable(shellCommand(details.send, 8080), 'the shell line'))
  again.push(copyable(commandOf(id, name), 'the conform command'))
  if (details.aliases) {
    const names = details.aliases.map((one) => make('li', { textContent: strings[one] }))
    again.push(
      make('details', {}, make('summary', { textContent: 'What others call it' }), make('ul', {}, ...names)),
    )
  }
  dialog.replaceChildren(
    make(
      'div',
      { className: 'bar' },
      make('p', {}, link(id)),
      go('←', -1, 'Previous case'),
      go('→', 1, 'Next case'),
      close,
    ),
    make('h2', { id: 'case-title', textContent: title.textContent, tabIndex: -1 }),
    ...facts,
    ...sends,
    ...details.answers.map(answer),
    ...again,
  )
  if (!dialog.open) dialog.showModal()
  dialog.scrollTop = 0
  dialog.querySelector('h2').focus({ preventScroll: true })
}

const follow = () => {
  let id = location.hash.slice(1)
  try {
    id = decodeURIComponent(id)
  } catch {
    // Then it is no id of ours.
  }
  const row = byId.get(id)
  if (row === undefined || cases.length === 0) {
    if (dialog.open) dialog.close()
    return
  }
  if (!isShown(row)) {
    form.reset()
    apply()
  }
  row.element.scrollIntoView({ block: 'center' })
  openCase(row)
}

dialog.addEventListener('close', () => {
  const id = dialog.querySelector('.bar a')?.textContent
  // The address no longer names the case; the place on the page stays.
  history.replaceState(null, '', location.pathname + location.search)
  byId.get(id)?.element.querySelector('a').focus()
})
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close()
})
dialog.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches('pre')) return
  if (event.key === 'ArrowLeft') dialog.querySelector('[aria-label="Previous case"]').click()
  if (event.key === 'ArrowRight') dialog.querySelector('[aria-label="Next case"]').click()
})
document.addEventListener('click', (event) => {
  // A second click on the same link changes no address.
  const clicked = event.target.closest?.('.matrix tr[id] a')
  if (clicked && clicked.hash === location.hash && !dialog.open) follow()
})
addEventListener('hashchange', follow)
apply()
try {
  ;({ strings, cases } = await unpack())
  // A case is found by what other suites call it, too.
  for (const row of rows)
    for (const name of cases[row.index].aliases ?? []) row.text += ` ${strings[name].toLowerCase()}`
  follow()
} catch {
  status.textContent += ', without details: this browser cannot unpack them'
}
