import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Time zone and locale are pinned so that a date that leaks the machine's zone fails here first.
process.env['TZ'] = 'Pacific/Kiritimati';

/** Rooms without a process, a clock or a file of their own: their tests leave nothing behind, and share what has been loaded once. */
const PURE = ['model', 'intake', 'parse', 'check', 'render', 'publish', 'audience'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // All cores: by itself vitest leaves one free, and a small machine has two.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'all others', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});
