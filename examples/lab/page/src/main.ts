import { AnswersView } from './answers-view.ts'
import { openBackend } from './backend.ts'
import { ComposeView } from './compose-view.ts'
import { h } from './dom.ts'
import { EditView } from './edit-view.ts'
import { fromFragment, toFragment } from './share.ts'

const main = document.querySelector('main')!
const backend = await openBackend()
const [presets, listings] = await Promise.all([backend.presets(), backend.listings()])
const shared = fromFragment(location.hash)

const answers = new AnswersView(listings)
const compose = new ComposeView(presets, async (bytes) => {
  answers.busy()
  try {
    answers.show(await backend.send(bytes))
  } catch (error) {
    answers.fail((error as Error).message)
  }
})
const edit = new EditView(listings, () => backend.contract())

if (!backend.isServer) {
  document.querySelector('#matrix-link')?.remove()
  main.append(
    h(
      'p',
      { class: 'note' },
      'There is no server behind this page: the services run in it. Limits, time limits and the cutting of packets need a real one.',
    ),
  )
}
main.append(compose.element, answers.element, edit.element)

/** A link to this request, and to the edited code when there is some. */
const share = h('button', {
  type: 'button',
  onclick: () => {
    const code = edit.edited
    history.replaceState(null, '', toFragment({ bytes: compose.bytes, ...code }))
    navigator.clipboard.writeText(location.href).then(
      () => (share.textContent = 'Link is in the address bar and copied'),
      () => (share.textContent = 'Link is in the address bar'),
    )
    setTimeout(() => (share.textContent = 'Share'), 3000)
  },
})
share.textContent = 'Share'
compose.actions.append(share)

if (shared.bytes !== undefined) compose.bytes = shared.bytes
if (shared.code !== undefined) edit.offer(shared.level ?? 'raw', shared.code)
await compose.send()
