// node test/bench/routing-types.mjs: what the types of a map cost the compiler. Checks a program with a map of so many
// rules, that matches, dispatches and builds, against the same program whose rules are no literals.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { here, median } from './build.mjs'

const SIZES = [50, 500, 1000]
const ROUNDS = 5
const root = here('../../')
const folder = `${root}.tmp/routing-types`

const ruleOf = (at) =>
  [
    `/resource${at}/list`,
    `/resource${at}/<int:id>`,
    `/resource${at}/<uuid:user>/posts/<any(new, old):kind>/<path:rest>`,
    `/resource${at}/<string(length=2):lang>/<float:score>`,
  ][at % 4]

function program(size, literal) {
  const rules = Array.from({ length: size }, (_, at) => {
    const text = literal ? `'${ruleOf(at)}'` : `text('${ruleOf(at)}')`
    return `  new Rule(${text}, { endpoint: ${literal ? `'e${at}'` : `text('e${at}')`} }),`
  })
  const builds = Array.from({ length: 20 }, (_, n) => {
    const at = (n * 7 * 4 + 1) % size
    return `urls.build('e${at - (at % 4) + 1}', { id: ${n} })`
  })
  return `import { Map, Rule } from '@triptych/werkzeug/routing'
const text = (text: string): string => text
const map = new Map([
${rules.join('\n')}
])
const urls = map.bind('example.com')
export const [endpoint, values] = urls.match('/')
export const answer: string = urls.dispatch((...match) => String(match[0])).toString()
${builds.join('\n')}
export { text }
`
}

/** Seconds of checking, and types made. */
function check(source) {
  writeFileSync(`${folder}/program.ts`, source)
  const { stdout: out, status } = spawnSync(process.execPath, [
    `${root}node_modules/typescript/bin/tsc`,
    '-p',
    folder,
    '--extendedDiagnostics',
  ])
  if (status !== 0) throw new Error(`The program is not accepted:\n${out.toString()}`)
  const number = (name) => Number(new RegExp(`^${name}:\\s*([0-9.]+)`, 'm').exec(out.toString())[1])
  return { check: number('Check time'), types: number('Types') }
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(
  `${folder}/tsconfig.json`,
  JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
      types: [],
    },
    files: ['program.ts'],
  }),
)
for (const size of SIZES) {
  for (const [name, literal] of [
    ['rules whose text is any string', false],
    ['rules with types', true],
  ]) {
    const rounds = Array.from({ length: ROUNDS }, () => check(program(size, literal)))
    const seconds = median(rounds.map((round) => round.check))
    console.log(
      `${String(size).padStart(5)} ${name.padEnd(32)} check ${(seconds * 1000).toFixed(0)} ms, ${rounds[0].types} types`,
    )
  }
}
rmSync(folder, { recursive: true })
