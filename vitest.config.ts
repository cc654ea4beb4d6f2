import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// Tests run on the sources: the condition must stand under `ssr`, the other two places give `dist`.
const ssr = { resolve: { conditions: ['@triptych/source', ...defaultServerConditions] } }
const DEBUGGER = 'packages/werkzeug/test/debug/**/*.test.ts'
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
        exclude: [DEBUGGER],
      }),
      // Its tests change the process that they run in.
      project('debugger', [DEBUGGER], { testTimeout: 15_000 }),
      project('oracle', ['test/oracle/**/*.test.ts'], { testTimeout: 15_000 }),
      project('services', ['test/services/**/*.test.ts'], { testTimeout: 15_000 }),
      project('laws', ['test/laws/**/*.test.ts'], { testTimeout: 60_000 }),
      project('examples', ['test/examples/**/*.test.ts'], { testTimeout: 60_000 }),
      project('artefact', ['test/artefact/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
    ],
  },
})
