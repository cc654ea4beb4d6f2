import type { Application } from '@triptych/raw'
import type * as Runtime from './runtime.ts'

/**
 * Runs one of the lab's own listings in the page, as a script: there is no eval. Edited code never comes here.
 *
 * @param body of a function, as `programOf` makes it
 * @param reached is told the line of each statement that runs
 */
export async function loadProgram(
  body: string,
  runtime: Pick<typeof Runtime, 'MARK' | 'modules'>,
  reached: (line: number) => void,
): Promise<Application> {
  const code = `self.labProgram = function (modules, ${runtime.MARK}) { ${body} }`
  const script = document.createElement('script')
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  script.src = url
  await new Promise((resolve, reject) => {
    script.addEventListener('load', resolve)
    script.addEventListener('error', () => reject(new Error('The listing could not be loaded')))
    document.head.append(script)
  })
  script.remove()
  URL.revokeObjectURL(url)
  const { labProgram } = globalThis as unknown as {
    labProgram: (modules: typeof runtime.modules, mark: typeof reached) => Application
  }
  return labProgram(runtime.modules, reached)
}
