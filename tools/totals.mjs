// @ts-check
/**
 * Adds up what .ci/run ran and prints the last line, `N passed, N failed`; the exit code says whether all is well.
 *
 * The folder given holds a file `steps` (a line `name exitcode` for each step) and a vitest report `<name>.json` for
 * those steps that are made of tests. A step without a report is one check.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} Report */

const folder = process.argv[2] ?? '.'
let passed = 0
let failed = 0

for (const line of readFileSync(join(folder, 'steps'), 'utf8').trim().split('\n')) {
  const [name = '', code] = line.split(' ')
  const report = join(folder, `${name}.json`)
  const counts = existsSync(report) ? count(report) : { passed: 0, failed: 0 }
  // A step that failed counts as failed even if no test did: a crash, an unhandled error, no report at all.
  if (code !== '0' && counts.failed === 0) counts.failed = 1
  if (code === '0' && counts.passed === 0) counts.passed = 1
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed`)
  passed += counts.passed
  failed += counts.failed
}

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1

/** @param {string} path */
function count(path) {
  /** @type {Report} */
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'))
  const statuses = testResults.flatMap(({ status, assertionResults }) => {
    const own = assertionResults.map((result) => result.status)
    // A file that could not be loaded has no tests, and is a failure all the same.
    return status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own
  })
  const number = (/** @type {string} */ wanted) => statuses.filter((status) => status === wanted).length
  return { passed: number('passed'), failed: number('failed') }
}
