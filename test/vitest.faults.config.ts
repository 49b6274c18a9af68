import { defineConfig } from 'vitest/config';

// What must not happen though everything else does: processes killed, servers that lie, disks that fill. Each file is one fault test; its
// oracle is the log of a mail server of the test's own, compared with the ledger. `npm run test:faults` is the form that CI runs;
// BROADSIDE_FAULTS=full repeats as often as the acceptance bar says.
process.env['TZ'] = 'Pacific/Kiritimati';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/faults/**/*.fault.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // One after the other: they start processes of their own, and two cores are few.
    fileParallelism: false,
    // Of tests that say they may run beside each other: most of what they do is waiting.
    maxConcurrency: 24,
  },
});
