import { defineConfig } from 'vitest/config';

// Two worker processes: these tests start thread pools of their own, and CI has two cores.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
