/**
 * `npm run lab:build`: the lab as files that can be hosted anywhere, in `examples/lab/dist`. There is no server behind them:
 * the services run in the page.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIST, buildPage } from './build-page.ts'
import { readContract, readPresets } from './presets.ts'

const log = (line: string): void => void process.stderr.write(`${line}\n`)

await buildPage(log)
writeFileSync(join(DIST, 'presets.json'), JSON.stringify(readPresets()))
writeFileSync(join(DIST, 'contract.json'), JSON.stringify(readContract()))
log(`the lab is in ${DIST}: serve it with any web server`)
