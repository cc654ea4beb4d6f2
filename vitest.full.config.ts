import { readFileSync, readdirSync } from 'node:fs'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// What is too slow for each change: `npm run test:full` runs it on top of `npm test`.
const ssr = { resolve: { conditions: ['@triptych/source', ...defaultServerConditions] } }
const unit = 'packages/*/test/**/*.test.ts'
const properties = readdirSync('packages', { recursive: true, encoding: 'utf8' })
  .map((path) => `packages/${path.replaceAll('\\', '/')}`)
  .filter((path) => /^packages\/[^/]+\/test\/.*\.test\.ts$/.test(path))
  .filter((path) => readFileSync(path, 'utf8').includes("from 'fast-check'"))

export default defineConfig({
  test: {
    projects: [
      {
        ssr,
        test: {
          name: 'fuzz',
          include: properties,
          setupFiles: ['test/setup/fast-check.ts'],
          env: { FC_RUNS: process.env['FC_RUNS'] ?? '2000' },
          testTimeout: 120_000,
        },
      },
      {
        ssr,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ssr,
        test: {
          name: 'conformance-full',
          include: ['test/conformance/full/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // Servers are measured one after the other: two at a time disturb one another's times.
          fileParallelism: false,
        },
      },
      {
        ssr,
        test: {
          name: 'no-code-generation',
          include: [unit, 'test/full/**/*.test.ts'],
          pool: 'forks',
          execArgv: ['--disallow-code-generation-from-strings'],
        },
      },
    ],
  },
})
