import { defineConfig } from 'vitest/config'

interface Project {
  readonly name: string
  readonly order: number
  readonly timeoutMs: number
}

/** One file at a time: children, models and a browser fill a processor, and their tests have limits of time. `npm test` runs two beside each other. */
const project = ({ name, order, timeoutMs }: Project) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/**/*.${name}.test.ts`],
    ...{ testTimeout: timeoutMs, hookTimeout: timeoutMs },
    ...{ maxWorkers: 1, sequence: { groupOrder: order } },
  },
})

/** Real PostgreSQL and Redis, started once for all of them. */
const stores = project({ name: 'stores', order: 5, timeoutMs: 60_000 })

const pages = project({ name: 'e2e', order: 2, timeoutMs: 240_000 })

export default defineConfig({
  test: {
    maxWorkers: 2,
    setupFiles: ['test/helpers/cover-children.ts'],
    // What is polled for comes late on a machine that has much else to do.
    expect: { poll: { timeout: 15_000 } },
    coverage: {
      provider: 'v8',
      include: ['{src-*,server}/**/*.{ts,tsx}'],
      reporter: ['text-summary', 'json'],
      reportOnFailure: true,
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        extends: true as const,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.{model,e2e,soak,gpu,packaged,stores}.test.ts'],
          ...{ testTimeout: 60_000, hookTimeout: 60_000 },
          sequence: { groupOrder: 0 },
        },
      },
      { ...stores, test: { ...stores.test, globalSetup: ['test/helpers/server/start-stores.ts'] } },
      project({ name: 'model', order: 1, timeoutMs: 180_000 }),
      { ...pages, test: { ...pages.test, setupFiles: ['test/helpers/share-browser.ts'] } },
      project({ name: 'packaged', order: 3, timeoutMs: 120_000 }),
      project({ name: 'soak', order: 4, timeoutMs: 3_600_000 }),
    ],
  },
})
