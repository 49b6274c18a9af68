import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Time zone and locale are pinned so that a date that leaks the machine's zone fails here first.
process.env['TZ'] = 'Pacific/Kiritimati';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // All cores: by itself vitest leaves one free, and a small machine has two.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
