import { defaultClientConditions, defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'

// Tests run on the sources: 'loopless/runtime' means runtime/index.ts, whether or not dist/ was built.
const source = 'loopless-source'

// Folders whose files ask the compiler and the runtime, and change nothing that the next file could see. To load the
// compiler takes longer than most of them do, so they share it; the others begin in a process of their own each.
const sharing = ['check', 'diagnostics', 'generated', 'laws', 'models', 'read', 'runtime'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    pool: 'forks',
    // By default one core is left alone, which of two is half.
    maxWorkers: '100%',
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'sharing',
          isolate: false,
          include: sharing,
        },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...sharing],
        },
      },
    ],
  },
})
