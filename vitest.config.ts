import { configDefaults, defineConfig } from 'vitest/config';
import { isLong } from './test/thoroughness.ts';

const times = { testTimeout: 90_000, hookTimeout: 180_000, env: { TZ: 'UTC' } };

/** Real processes that are killed, and faults that last: minutes of starting and waiting. The unit tests try the same at every call. */
const longOnly = [
  'test/integration/crash-*.test.ts',
  'test/integration/faults-*.test.ts',
  'test/contract/starface-faults.test.ts',
  'test/contract/host/queue-lease.test.ts',
];

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
        // One build of the functions and one Azurite for all files.
        test: {
          ...times,
          name: 'processes',
          isolate: false,
          include: ['test/{contract,integration,browser}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...(isLong ? [] : longOnly)],
          globalSetup: ['test/integration/build.ts', 'test/azurite/for-all.ts'],
        },
      },
    ],
  },
});
