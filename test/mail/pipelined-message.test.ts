// What our own connections do between the answers: what is sent along with what, what is kept back, which connection is used again.
import { describe, expect, test, vi } from 'vitest';
import type { Deed, HostileServer } from '../support/hostile-server.ts';
import { nth, scene } from './pipelined-scene.ts';

const verbs = ({ commands }: HostileServer): string[] =>
  commands
    .filter((command) => !command.startsWith('0 '))
    .map((command) => command.replace(/^(\d+ \w+).*/u, '$1'));

test('the envelope goes out in one go, the message only after the 354', async () => {
  const { server, send } = await scene({ deeds: nth({ MAIL: { 1: { do: 'silence' } } }) }, { ms: 400 });
  expect(await send()).toBe('not-begun');
  // Everything of the group was there when the server stopped listening to it, and nothing else.
  expect(server.heardAfter()).toBe('RCPT TO:<ada@example.org>\r\nDATA\r\n');
});

test('while the 354 is waited for not an octet of the message leaves', async () => {
  const { server, send } = await scene({ deeds: nth({ DATA: { 1: { do: 'silence' } } }) }, { ms: 400 });
  expect(await send()).toBe('not-begun');
  expect(server.heardAfter()).toBe('');
});

test('one command at a time where this connection does not offer more', async () => {
  const { server, send } = await scene(
    {
      extensions: (connection) => (connection === 0 ? ['PIPELINING'] : []),
      deeds: nth({ MAIL: { 1: { do: 'silence' } } }),
    },
    { ms: 400 },
  );
  expect(await send()).toBe('not-begun');
  expect(server.heardAfter()).toBe('');
});

describe('the recipient is refused, the 354 comes all the same (RFC 2920 §3.1)', () => {
  const refused = { say: '550 5.1.1 nobody' };

  test.each<[string, Deed, number]>([
    ['refuses the empty end', { say: '554 5.5.1 no recipients' }, 1],
    ['takes the empty end', { say: '250 2.0.0 taken' }, 2],
    ['puts the empty end off', { say: '451 4.3.0 later' }, 2],
    ['closes at the empty end', { do: 'close' }, 2],
    ['says nothing to the empty end', { do: 'silence' }, 2],
  ])('and the server %s', async (_name, end, connections) => {
    const { server, send } = await scene(
      { deeds: nth({ RCPT: { 1: refused }, DATA: { 1: { say: '354 go on' } }, dot: { 1: end } }) },
      { ms: 400 },
    );
    expect(await send('gone@example.org')).toBe('rejected');
    expect(server.taken).toEqual([]);
    expect(await send('ada@example.org')).toBe('accepted');
    expect(server.accepted).toEqual(['ada@example.org']);
    expect(server.connections() - 1, 'only a server that kept to the rules is spoken to again').toBe(
      connections,
    );
  });

  test('where the sender was refused, not even an end is said: the recipient might get it', async () => {
    const deeds = nth({ MAIL: { 1: { say: '451 4.3.0 later' } }, DATA: { 1: { say: '354 go on' } } });
    const { server, send } = await scene({ deeds });
    expect(await send('first@example.org')).toBe('deferred');
    expect(await send('ada@example.org')).toBe('accepted');
    expect(server.ends()).toBe(1);
    expect(server.accepted).toEqual(['ada@example.org']);
  });
});

describe('a refusal', () => {
  test('is followed by RSET, in one go with the next message, on the same connection', async () => {
    const { server, send } = await scene({
      deeds: nth({ RCPT: { 1: { say: '550 5.1.1 nobody' } }, DATA: { 1: { say: '503 no' } } }),
    });
    expect(await send('gone@example.org')).toBe('rejected');
    expect(await send()).toBe('accepted');
    expect(await send()).toBe('accepted');
    expect(verbs(server)).toEqual(
      ['EHLO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'MAIL', 'RCPT', 'DATA', 'MAIL', 'RCPT', 'DATA'].map(
        (verb) => `1 ${verb}`,
      ),
    );
  });

  test('stands though the connection breaks after it', async () => {
    const { send } = await scene({
      deeds: nth({ RCPT: { 1: { say: '550 5.1.1 nobody' } }, DATA: { 1: { do: 'reset' } } }),
    });
    expect(await send()).toBe('rejected');
  });

  test('and a 421 after it end the connection, and nothing else', async () => {
    const deeds = nth({
      RCPT: { 1: { say: '550 5.1.1 nobody' } },
      DATA: { 1: { say: '421 4.3.2 closing' } },
    });
    const { server, send } = await scene({ deeds });
    expect(await send('gone@example.org')).toBe('rejected');
    expect(await send()).toBe('accepted');
    expect(verbs(server).filter((verb) => verb.endsWith('MAIL'))).toEqual(['1 MAIL', '2 MAIL']);
  });

  test('to RSET costs the next message nothing but the connection', async () => {
    const { server, send } = await scene({
      deeds: nth({
        RCPT: { 1: { say: '450 4.2.1 later' } },
        DATA: { 1: { say: '503 no' } },
        RSET: { 1: { say: '500 what' } },
      }),
    });
    expect(await send('later@example.org')).toBe('deferred');
    expect(await send()).toBe('accepted');
    expect(server.accepted).toEqual(['ada@example.org']);
  });
});

describe('a connection', () => {
  test('carries as many messages as it may, then says QUIT', async () => {
    const { server, send } = await scene({}, { messagesPerConnection: 2 });
    for (let n = 0; n < 5; n += 1) expect(await send()).toBe('accepted');
    expect(server.connections() - 1).toBe(3);
    expect(server.commands.filter((command) => command === '1 QUIT')).toHaveLength(1);
  });

  test('is said goodbye to when all is done', async () => {
    const { server, send, transport } = await scene();
    expect(await send()).toBe('accepted');
    await transport.close();
    expect(server.commands.at(-1)).toBe('1 QUIT');
  });

  test('that nobody needs for minutes is said goodbye to before the server loses patience', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { server, send } = await scene();
      expect(await send()).toBe('accepted');
      await vi.advanceTimersByTimeAsync(3.9 * 60_000);
      expect(server.commands.at(-1)).toBe('1 DATA');
      await vi.advanceTimersByTimeAsync(0.2 * 60_000);
      while (server.commands.at(-1) !== '1 QUIT') await new Promise(setImmediate);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each<[string, Deed]>([
    ['told by a 421 that it ends', { say: '250 2.0.0 taken\r\n421 4.4.2 idle for too long' }],
    ['told nonsense', { say: '250 2.0.0 taken\r\nhello' }],
    ['given half an answer', { raw: '250 2.0.0 taken\r\n25', goesOn: true }],
  ])('that is free and %s is not used again', async (_name, deed) => {
    const { server, send } = await scene({ deeds: nth({ dot: { 1: deed } }) });
    expect(await send('eve@example.org')).toBe('accepted');
    expect(await send()).toBe('accepted');
    expect(server.accepted).toEqual(['eve@example.org', 'ada@example.org']);
    expect(verbs(server).filter((verb) => verb === '1 MAIL')).toHaveLength(1);
    expect(server.connections() - 1).toBe(2);
  });

  test('that ends under the next message’s commands costs it nothing', async () => {
    const { server, send } = await scene({
      deeds: nth({ MAIL: { 3: { say: '421 4.7.0 that is enough' } } }),
    });
    for (let n = 0; n < 3; n += 1) expect(await send()).toBe('accepted');
    expect(server.accepted).toHaveLength(3);
    expect(server.connections() - 1).toBe(2);
  });
});

describe('a large message', () => {
  const OCTETS = 30_000_000;

  test.each<[string, Deed, string]>([
    ['is cut', { do: 'reset' }, 'not-begun'],
    ['is closed', { do: 'close' }, 'not-begun'],
    ['stands still', { do: 'vanish' }, 'not-begun'],
    ['is refused', { say: '552 5.3.4 too big' }, 'rejected'],
    ['is put off', { say: '452 4.3.1 no room' }, 'deferred'],
    ['is taken before its end', { say: '250 2.0.0 taken' }, 'not-begun'],
    ['meets a 421', { say: '421 4.3.2 closing' }, 'not-begun'],
  ])('that %s under way has not arrived, and its end is kept back', async (_name, deed, state) => {
    const { server, send } = await scene({ deeds: nth({ body: { 1: deed } }) }, { ms: 500 });
    expect(await send('ada@example.org', OCTETS)).toBe(state);
    expect(server.ends()).toBe(0);
  });

  test('arrives whole', async () => {
    const { server, send } = await scene({}, { ms: 20_000 });
    expect(await send('ada@example.org', OCTETS)).toBe('accepted');
    expect(server.accepted).toEqual(['ada@example.org']);
  });
});
