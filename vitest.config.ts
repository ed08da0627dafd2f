import { defineConfig } from 'vitest/config';

const times = { testTimeout: 90_000, hookTimeout: 180_000, env: { TZ: 'UTC' } };

export default defineConfig({
  test: {
    // One more than the cores: tests of whole processes spend much of their time waiting for them.
    maxWorkers: 3,
    projects: [
      {
        // Pure code, which shares its modules from file to file: loading them again for each costs more than most tests.
        test: { ...times, name: 'unit', include: ['test/unit/**/*.test.ts', 'test/*.test.ts'], isolate: false },
      },
      {
        // One build of the functions for all files that start a host.
        test: {
          ...times,
          name: 'processes',
          include: ['test/{contract,integration,browser}/**/*.test.ts'],
          globalSetup: ['test/integration/build.ts'],
        },
      },
    ],
  },
});
