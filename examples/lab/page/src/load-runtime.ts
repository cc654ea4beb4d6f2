import type * as Runtime from './runtime.ts'

const PATH = './assets/runtime.js'
let loaded: Promise<typeof Runtime> | undefined

/** The packages, for services in the page itself. Only on demand: they are larger than the page. */
export function loadRuntime(): Promise<typeof Runtime> {
  return (loaded ??= new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = PATH
    script.addEventListener('load', () => resolve((globalThis as unknown as { lab: typeof Runtime }).lab))
    script.addEventListener('error', () => reject(new Error('The packages could not be loaded')))
    document.head.append(script)
  }))
}

let text: Promise<string> | undefined

/** The same as text, for the sandbox, which has no network. */
export function runtimeText(): Promise<string> {
  return (text ??= fetch(PATH).then((response) => {
    if (!response.ok) throw new Error(`The packages could not be loaded: ${response.status}`)
    return response.text()
  }))
}
