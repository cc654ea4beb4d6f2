import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// Tests run on the sources: the condition must stand under `ssr`, the other two places give `dist`.
const ssr = { resolve: { conditions: ['@triptych/source', ...defaultServerConditions] } }
/** Tests that start processes, or change the one that they run in. */
const APART = [
  'packages/raw/test/{bin,client,gateways,server,static}/**/*.test.ts',
  'packages/webob/test/{client,static}/**/*.test.ts',
  'packages/werkzeug/test/{debug,middleware,serving,spool}/**/*.test.ts',
  'packages/werkzeug/test/send-file.test.ts',
]
const project = (name: string, include: string[], more: object = {}) => ({
  ssr,
  test: { name, include, ...more },
})

export default defineConfig({
  test: {
    projects: [
      // One process for many files: to start one for each takes longer than most of them run.
      project('unit', ['packages/*/test/**/*.test.ts'], {
        testTimeout: 15_000,
        isolate: false,
        exclude: APART,
      }),
      project('apart', APART, { testTimeout: 15_000 }),
      project('oracle', ['test/oracle/**/*.test.ts'], { testTimeout: 15_000 }),
      project('conformance', ['test/conformance/test/**/*.test.ts'], { testTimeout: 20_000 }),
      project('services', ['test/services/**/*.test.ts'], { testTimeout: 15_000 }),
      project('laws', ['test/laws/**/*.test.ts'], { testTimeout: 60_000 }),
      project('examples', ['test/examples/**/*.test.ts'], { testTimeout: 60_000 }),
      project('artefact', ['test/artefact/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
    ],
  },
})
