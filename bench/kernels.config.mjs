// How vitest runs the measuring of kernels: it prints a table of its own, and nothing else but errors.

import { defineConfig } from 'vitest/config';

const errorsOnly = {
  onTestRunEnd(modules, unhandled) {
    const errors = modules.flatMap((module) => [
      ...module.errors(),
      ...[...module.children.allTests('failed')].flatMap((test) => test.result().errors),
    ]);
    for (const error of [...errors, ...unhandled]) console.error(error.stack ?? error.message);
  },
};

export default defineConfig({
  test: {
    include: ['bench/kernels.bench.mjs'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 600_000,
    disableConsoleIntercept: true,
    reporters: [errorsOnly],
  },
});
