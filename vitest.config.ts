import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // One build of the functions for all files that start a host.
    globalSetup: ['test/integration/build.ts'],
    env: { TZ: 'UTC' },
  },
});
