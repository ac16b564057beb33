import { defineConfig } from 'vitest/config'

const project = (name: string, include: readonly string[], timeoutMs: number) => ({
  extends: true as const,
  test: { name, include: [...include], testTimeout: timeoutMs, hookTimeout: timeoutMs },
})

export default defineConfig({
  test: {
    setupFiles: ['test/helpers/cover-children.ts'],
    coverage: {
      provider: 'v8',
      include: ['src-*/**/*.{ts,tsx}'],
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
          exclude: ['test/**/*.{model,e2e,soak,gpu,packaged}.test.ts'],
          testTimeout: 60_000,
        },
      },
      project('model', ['test/**/*.model.test.ts'], 180_000),
      project('e2e', ['test/**/*.e2e.test.ts'], 240_000),
      project('packaged', ['test/**/*.packaged.test.ts'], 120_000),
      project('soak', ['test/**/*.soak.test.ts'], 3_600_000),
    ],
  },
})
