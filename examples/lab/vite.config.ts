import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const page = (name: string): string => fileURLToPath(new URL(`page/${name}`, import.meta.url))
const outDir = fileURLToPath(new URL('dist', import.meta.url))

/** Two builds: the packages as one file of text for the sandbox, and the page, which loads it on demand. */
export default defineConfig(({ mode }) => ({
  base: './',
  resolve: { conditions: ['@triptych/source', 'module', 'browser', 'import', 'default'] },
  build:
    mode === 'runtime'
      ? {
          outDir,
          emptyOutDir: true,
          target: 'es2022',
          lib: {
            entry: page('src/runtime.ts'),
            name: 'lab',
            formats: ['iife'],
            fileName: () => 'assets/runtime.js',
          },
        }
      : {
          outDir,
          emptyOutDir: false,
          target: 'es2022',
          modulePreload: { polyfill: false },
          rolldownOptions: { input: [page('index.html'), page('sandbox.html')] },
        },
}))
