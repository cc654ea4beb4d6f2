// The page's own script. tools/debugger-assets.ts makes page-script.ts of it.
const config = JSON.parse(document.getElementById('debugger-config').textContent)
const GONE =
  'This traceback is gone: the server was started again, or newer errors took its place. Reload the page to bring it back.'
let trusted = config.trusted

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'className') made.className = value
    else made.setAttribute(key, value)
  }
  made.append(...children)
  return made
}

async function send(cmd, parameters) {
  const response = await fetch('?__debugger__=yes', {
    method: 'POST',
    headers: { 'X-Requested-With': 'triptych-debugger' },
    body: new URLSearchParams({ cmd, s: config.secret, ...parameters }),
  })
  if (response.status === 404) throw new Error(GONE)
  const isJson = (response.headers.get('Content-Type') ?? '').startsWith('application/json')
  if (!isJson) throw new Error(`${response.status} ${await response.text()}`)
  return { status: response.status, reply: await response.json() }
}

/** Runs a command that needs the PIN; asks for it once when it is missing. */
async function command(cmd, parameters) {
  if (!trusted) await unlock()
  const { status, reply } = await send(cmd, parameters)
  if (status !== 403) return reply
  trusted = false
  await unlock()
  return (await send(cmd, parameters)).reply
}

// ---- the PIN

const dialog = document.getElementById('pin')
let unlocking

function unlock() {
  unlocking ??= askPin().finally(() => {
    unlocking = undefined
  })
  return unlocking
}

function askPin() {
  const before = document.activeElement
  const form = dialog.querySelector('form')
  const input = form.elements.pin
  const note = dialog.querySelector('[role=alert]')
  const button = form.querySelector('[type=submit]')
  const listening = new AbortController()
  const { signal } = listening
  const attempt = async () => {
    button.disabled = true
    note.textContent = ''
    try {
      const { reply } = await send('pinauth', { pin: input.value })
      if (reply.auth) {
        trusted = true
        dialog.close()
        return
      }
      note.textContent = reply.exhausted
        ? 'Too many wrong PINs. Start the server again to retry.'
        : 'That is not the PIN.'
    } catch (error) {
      note.textContent = error.message
    } finally {
      button.disabled = false
    }
    input.select()
    input.focus()
  }
  note.textContent = ''
  input.value = ''
  send('printpin', {}).catch(() => {})
  dialog.showModal()
  input.focus()
  return new Promise((resolve, reject) => {
    form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault()
        void attempt()
      },
      { signal },
    )
    dialog.addEventListener(
      'close',
      () => {
        listening.abort()
        if (before instanceof HTMLElement) before.focus()
        if (trusted) resolve()
        else reject(new Error('The console is locked: it needs the PIN.'))
      },
      { signal },
    )
  })
}

dialog?.querySelector('.cancel').addEventListener('click', () => dialog.close())

// ---- what is folded in values

function foldExtended(root) {
  for (const span of root.querySelectorAll('span.extended')) {
    const button = element('button', { type: 'button', className: 'more', 'aria-expanded': 'false' }, '…')
    button.title = 'Show the rest'
    span.hidden = true
    span.before(button)
    button.addEventListener('click', () => {
      span.hidden = !span.hidden
      button.setAttribute('aria-expanded', String(!span.hidden))
      button.textContent = span.hidden ? '…' : '−'
    })
  }
}

/** HTML of the server, in which all that is foreign is escaped. */
function fill(node, html) {
  node.innerHTML = html
  foldExtended(node)
}

// ---- consoles

const MOST_HISTORY = 100

function openConsole(place, frame, onClose) {
  const log = element('div', { className: 'log', role: 'log', 'aria-live': 'polite' })
  const input = element('textarea', {
    rows: '1',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-label': 'Code to evaluate in this frame',
    placeholder: 'an expression, or code',
  })
  const prompt = element('span', { className: 'prompt', 'aria-hidden': 'true' }, '>')
  const hint = element(
    'p',
    { className: 'hint' },
    'Enter runs · Shift+Enter new line · ↑ ↓ history · Ctrl+L clears · Esc leaves',
  )
  const root = element(
    'div',
    { className: 'console' },
    log,
    element('div', { className: 'entry' }, prompt, input),
    hint,
  )
  place.append(root)

  const history = []
  let position = 0
  let draft = ''
  let running = false
  const grow = () => {
    input.style.height = 'auto'
    input.style.height = `${input.scrollHeight}px`
  }
  const show = (text) => {
    input.value = text
    grow()
    input.setSelectionRange(text.length, text.length)
  }
  const browse = (to) => {
    if (to < 0 || to > history.length) return
    if (position === history.length) draft = input.value
    position = to
    show(to === history.length ? draft : history[to])
  }
  const run = async () => {
    const code = input.value
    if (running || code.trim() === '') return
    running = true
    root.classList.add('running')
    const result = element('div', { className: 'result' })
    try {
      const { html, more } = await command('eval', { frm: String(frame), code })
      if (more) {
        // Something is still open: another line, please.
        if (input.value === code) show(`${code}\n`)
        return
      }
      fill(result, html)
    } catch (error) {
      result.append(element('span', { className: 'error' }, error.message))
    } finally {
      running = false
      root.classList.remove('running')
      input.focus()
    }
    log.append(element('div', { className: 'turn' }, element('pre', { className: 'code' }, code), result))
    if (history.at(-1) !== code) history.push(code)
    if (history.length > MOST_HISTORY) history.shift()
    position = history.length
    draft = ''
    if (input.value === code) show('')
    log.scrollTop = log.scrollHeight
    root.scrollIntoView({ block: 'nearest' })
  }
  input.addEventListener('input', grow)
  input.addEventListener('keydown', (event) => {
    const { key, ctrlKey, shiftKey, isComposing } = event
    if (isComposing) return
    if (key === 'Enter' && !shiftKey) {
      event.preventDefault()
      void run()
    } else if (key === 'ArrowUp' && !input.value.slice(0, input.selectionStart).includes('\n')) {
      event.preventDefault()
      browse(position - 1)
    } else if (key === 'ArrowDown' && !input.value.slice(input.selectionEnd).includes('\n')) {
      event.preventDefault()
      browse(position + 1)
    } else if (key === 'l' && ctrlKey) {
      event.preventDefault()
      log.replaceChildren()
    } else if (key === 'Escape') {
      event.preventDefault()
      if (onClose) onClose()
      else input.blur()
    }
  })
  root.addEventListener('click', ({ target }) => {
    if (target === root || target === log) input.focus()
  })
  return { root, input }
}

// ---- frames

function initTools(tools) {
  const frame = tools.dataset.frame
  const variablesButton = tools.querySelector('.show-variables')
  const consoleButton = tools.querySelector('.show-console')
  const variables = element('div', { className: 'variables', hidden: '' })
  const place = element('div', { className: 'console-place', hidden: '' })
  tools.after(variables, place)
  tools.hidden = false
  let opened
  let loaded = false

  const toggle = (button, node, isOpen) => {
    node.hidden = !isOpen
    button.setAttribute('aria-expanded', String(isOpen))
  }
  const showVariables = async () => {
    toggle(variablesButton, variables, true)
    if (loaded) return
    try {
      const { html } = await command('locals', { frm: frame })
      fill(variables, html)
      loaded = true
    } catch (error) {
      variables.replaceChildren(element('p', { className: 'note error' }, error.message))
    }
  }
  variablesButton.addEventListener('click', () => {
    if (variables.hidden) void showVariables()
    else toggle(variablesButton, variables, false)
  })
  consoleButton.addEventListener('click', () => {
    const isOpen = place.hidden
    toggle(consoleButton, place, isOpen)
    if (!isOpen) return
    opened ??= openConsole(place, frame, () => {
      toggle(consoleButton, place, false)
      consoleButton.focus()
    })
    opened.input.focus()
    if (!trusted) unlock().catch(() => {})
  })
  const details = tools.closest('details.frame')
  const showAtOnce = () => {
    if (details.open && trusted && !loaded && !details.classList.contains('library')) void showVariables()
  }
  details.addEventListener('toggle', showAtOnce)
  showAtOnce()
}

// ---- highlighting

/** The lines of highlighted HTML: a span that goes over several is closed and opened again. */
function splitLines(html) {
  const open = []
  return html.split('\n').map((line) => {
    const before = open.join('')
    for (const [tag] of line.matchAll(/<span[^>]*>|<\/span>/g)) {
      if (tag === '</span>') open.pop()
      else open.push(tag)
    }
    return before + line + '</span>'.repeat(open.length)
  })
}

function highlight(source) {
  const codes = [...source.querySelectorAll('code')]
  const text = codes.map(({ textContent }) => textContent).join('\n')
  const { value } = globalThis.hljs.highlight(text, {
    language: source.dataset.language,
    ignoreIllegals: true,
  })
  const lines = splitLines(value)
  if (lines.length !== codes.length) return
  for (const [at, code] of codes.entries()) code.innerHTML = lines[at]
}

// ---- the page

function initCopy() {
  const button = document.getElementById('copy')
  const plain = document.getElementById('plain')
  if (!button || !plain) return
  button.hidden = false
  const label = button.textContent
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(plain.textContent)
      button.textContent = 'Copied'
    } catch {
      // Not on a secure origin: the text is shown and selected instead.
      plain.closest('details').open = true
      getSelection().selectAllChildren(plain)
      plain.scrollIntoView({ block: 'nearest' })
      button.textContent = 'Selected: press Ctrl+C'
    }
    setTimeout(() => (button.textContent = label), 2000)
  }
  button.addEventListener('click', () => void copy())
}

document.documentElement.classList.add('scripted')
if (globalThis.hljs) for (const source of document.querySelectorAll('.source')) highlight(source)
initCopy()
if (config.evalex) for (const tools of document.querySelectorAll('.tools')) initTools(tools)
const standalone = document.getElementById('console')
if (standalone && config.evalex) {
  standalone.replaceChildren()
  const { input } = openConsole(standalone, 0)
  if (trusted) input.focus()
  else unlock().catch(() => {})
}
