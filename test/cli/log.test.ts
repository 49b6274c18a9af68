// What is told to a log: one line each, and no reader's address in it, wherever it stood.
import { describe, expect, test } from 'vitest';
import { createLog, type LogOptions, withoutAddresses } from '../../src/cli/log.ts';
import { observeRelays } from '../../src/cli/observe-relays.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import { testTerminal } from '../support/test-terminal.ts';

function logged(options: LogOptions, isOnTerminal = false) {
  const terminal = testTerminal({ cwd: '/', ...(isOnTerminal ? { answer: 'yes' as const } : {}) });
  const log = createLog(terminal, options);
  return { log, terminal };
}

describe('withoutAddresses', () => {
  test.each([
    ['ana@example.org', '…@example.org'],
    ['550 5.1.1 <ana.b+c@example.org>: no such user', '550 5.1.1 <…@example.org>: no such user'],
    ['mailto:ana%40example.org', 'mailto:…%40example.org'],
    ['bounce ana=example.org@lists.example.net', 'bounce …@lists.example.net'],
    ["o'brien@example.org", '…@example.org'],
    ['دلير@مثال.example', '…@مثال.example'],
    [`0294.${'3f'.repeat(16)}@iof.example.org`, `0294.${'3f'.repeat(16)}@iof.example.org`],
    ['no address @ all', 'no address @ all'],
  ])('%s → %s', (text, expected) => {
    expect(withoutAddresses(text)).toBe(expected);
  });
});

describe('a log', () => {
  test('in a pipe is a line of JSON an entry, with level, time and no address in any depth', () => {
    const { log, terminal } = logged({ level: 'info' });
    log.info(
      { to: 'ana@example.org', deep: [{ reply: '550 <ana@example.org> "gone"\nfor good' }] },
      'rejected ana@example.org',
    );
    const [line = ''] = terminal.complaints().split('\n');
    expect(line).not.toContain('ana');
    expect(JSON.parse(line)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
      to: '…@example.org',
      deep: [{ reply: '550 <…@example.org> "gone"\nfor good' }],
      msg: 'rejected …@example.org',
    });
    expect(terminal.complaints().split('\n')).toHaveLength(1);
  });

  test('keeps an error’s message free of them too', () => {
    const { log, terminal } = logged({ level: 'error' });
    log.error({ err: new Error('refused ana@example.org') }, 'stopped');
    expect(terminal.complaints()).not.toContain('ana@');
    expect(terminal.complaints()).toContain('refused …@example.org');
  });

  test('shows them where that was asked for', () => {
    const { log, terminal } = logged({ level: 'info', isWithAddresses: true });
    log.info({ to: 'ana@example.org' }, 'accepted');
    expect(terminal.complaints()).toContain('ana@example.org');
  });

  test('leaves out what is below its level', () => {
    const { log, terminal } = logged({ level: 'warn' });
    log.info('quiet');
    log.warn('loud');
    expect(terminal.complaints()).not.toContain('quiet');
    expect(terminal.complaints()).toContain('loud');
  });

  test('on a terminal is a readable line on standard error', () => {
    const { log, terminal } = logged({ level: 'info' }, true);
    log.info({ issue: '0294', accepted: 12 }, 'started');
    expect(terminal.output()).toBe('');
    expect(terminal.complaints()).toMatch(/^\d\d:\d\d:\d\d {2}info {3}started {2}issue=0294 accepted=12$/u);
  });
});

describe('a watched relay', () => {
  const message = {
    envelope: { from: 'news@example.org', to: 'ana@example.org' },
    messageId: `0294.${'ab'.repeat(16)}@iof.example.org`,
    raw: new Uint8Array(),
  };
  const relayTo = (send: () => Promise<DeliveryOutcome>) => ({
    weight: 1,
    transport: { name: 'smtp.example.org:587', connections: 2, send, close: async () => {} },
  });

  test('tells what came of it, and passes it on', async () => {
    const { log, terminal } = logged({ level: 'info' });
    const outcome: DeliveryOutcome = {
      kind: 'rejected',
      reply: { code: 550, enhancedCode: '5.1.1', text: '<ana@example.org> unknown' },
    };
    const [relay] = observeRelays([relayTo(async () => outcome)], { log });
    expect(await relay?.transport.send(message)).toBe(outcome);
    expect(JSON.parse(terminal.complaints())).toMatchObject({
      msg: 'rejected',
      relay: 'smtp.example.org:587',
      to: '…@example.org',
      messageId: message.messageId,
      code: 550,
      enhancedCode: '5.1.1',
      reply: '<…@example.org> unknown',
    });
  });

  test('tells of a failure of the relay, and throws it on', async () => {
    const { log, terminal } = logged({ level: 'info' });
    const failure = new BroadsideError('SMTP_UNREACHABLE', 'smtp.example.org:587 cannot be reached');
    const [relay] = observeRelays([relayTo(() => Promise.reject(failure))], { log });
    await expect(relay?.transport.send(message)).rejects.toBe(failure);
    expect(JSON.parse(terminal.complaints())).toMatchObject({ level: 'warn', code: 'SMTP_UNREACHABLE' });
  });
});
