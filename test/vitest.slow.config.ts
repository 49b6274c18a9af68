import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// The suites that start a browser, install the packed program or try a hundred thousand texts: run by `npm run test:slow`, and in CI
// after the quick ones.
process.env['TZ'] = 'Pacific/Kiritimati';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/slow/**/*.slow.ts'],
    // All cores: by itself vitest leaves one free, and a small machine has two.
    maxWorkers: availableParallelism(),
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
