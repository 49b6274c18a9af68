import { describe, expect, it } from 'vitest';
import { keepLatest } from '../../src/server/keep-latest.ts';

describe('keepLatest', () => {
  it('loads nothing until somebody asks, and once however many ask', async () => {
    const load = slowLoad();
    const latest = keepLatest(load.start);
    expect(load.begun).toBe(0);
    const asked = [latest.get(), latest.get(), latest.get()];
    load.finish('first');
    expect((await Promise.all(asked)).map((one) => one.value)).toEqual(['first', 'first', 'first']);
    await latest.get();
    expect(load.begun).toBe(1);
  });

  it('loads once for many changes', async () => {
    const load = slowLoad();
    const latest = keepLatest(load.start);
    latest.outdate();
    latest.outdate();
    const asked = latest.get();
    load.finish('now');
    expect(await asked).toEqual({ version: 2, value: 'now' });
    expect(load.begun).toBe(1);
  });

  it('gives who asks during a load that has become outdated the next one, and never runs two at once', async () => {
    const load = slowLoad();
    const latest = keepLatest(load.start);
    const before = latest.get();
    await Promise.resolve();
    latest.outdate();
    const after = latest.get();
    expect(load.begun).toBe(1);
    load.finish('old');
    expect((await before).value).toBe('old');
    await waitFor(() => load.begun === 2);
    load.finish('new');
    expect(await after).toEqual({ version: 1, value: 'new' });
  });

  it('keeps a failure until something changes', async () => {
    let attempts = 0;
    const latest = keepLatest(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('broken');
      return 'mended';
    });
    await expect(latest.get()).rejects.toThrow('broken');
    await expect(latest.get()).rejects.toThrow('broken');
    expect(attempts).toBe(1);
    latest.outdate();
    expect((await latest.get()).value).toBe('mended');
  });
});

function slowLoad() {
  const waiting: ((value: string) => void)[] = [];
  const self = {
    begun: 0,
    start: () => {
      self.begun += 1;
      return new Promise<string>((resolve) => waiting.push(resolve));
    },
    finish: (value: string) => waiting.shift()?.(value),
  };
  return self;
}

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
