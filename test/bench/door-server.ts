// The server of `bench:door`, a process of its own: the front door on a database, the same front door on a list that does nothing, and beside them a route
// that answers at once. Says on which ports; ends when its input does.
import { Hono } from 'hono';
import { openProject } from '../../src/cli/open-project.ts';
import { openFrontDoor, printerOf } from '../../src/cli/serving/open-front-door.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { serve } from '../../src/server/listen.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const NO_LIMIT = 1e12;

const [databaseUrl = ''] = process.argv.slice(2);
const terminal = processTerminal();
const database = await openDatabase(databaseUrl);
const project = await openProject(terminal);
const parts = {
  project,
  printer: printerOf(project),
  terminal,
  watch: {
    onTrouble: (error: unknown) => {
      throw error;
    },
  },
};
const limits = () =>
  createVisitLimits({
    ...VISIT_LIMITS,
    signUpsAnHour: NO_LIMIT,
    signUpsADay: NO_LIMIT,
    allSignUpsAnHour: NO_LIMIT,
    pressesOfAForm: NO_LIMIT,
  });
const nothing = {
  ...database,
  signUps: { ...database.signUps, ask: async () => {} },
  audience: { ...database.audience, leave: async () => 'was gone' as const },
  subscribers: { ...database.subscribers, findById: async () => undefined },
};
const bare = new Hono().post('*', async (c) => {
  await c.req.raw.arrayBuffer();
  return c.text('Thank you\n');
});
const servers = await Promise.all([
  serve(openFrontDoor({ ...parts, database, limits: limits() }), { port: 0 }),
  serve(openFrontDoor({ ...parts, database: nothing, limits: limits() }), { port: 0 }),
  serve(bare, { port: 0 }),
]);
const [real, idle, empty] = servers.map(({ port }) => port);
console.log(JSON.stringify({ real, idle, bare: empty }));
process.stdin.on('end', async () => {
  for (const server of servers) await server.close();
  await database.close();
});
process.stdin.resume();
