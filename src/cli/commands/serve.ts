// `serve`: the program as it stands beside the mail, answering over HTTP until it is told to end. So far it tells figures and health.
import { findProject } from '../../files/find-project.ts';
import type { CommandResult } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import { withDatabase } from '../open-delivery.ts';
import { openOperations } from '../open-operations.ts';
import type { Terminal } from '../terminal.ts';

export interface ServeCommandOptions {
  readonly metrics: string;
  readonly json?: true;
}

export async function serve(options: ServeCommandOptions, terminal: Terminal): Promise<CommandResult> {
  const root = await findProject(terminal.cwd);
  return withDatabase(root, databaseUrl(terminal), async (database) => {
    const operations = await openOperations(database, options.metrics);
    // Listened for before the address is out: whoever reads it may end the program in the same moment.
    const interrupted = terminal.untilInterrupted();
    if (options.json === true) terminal.print(JSON.stringify({ metrics: `${operations.url}metrics` }));
    else {
      terminal.print(`${terminal.paint.done('Serving')}  ${operations.url}metrics`);
      terminal.print(
        terminal.paint.dim(`         ${operations.url}healthz says whether it is well. Ctrl-C ends it.`),
      );
    }
    await interrupted;
    await operations.close();
    return { exitCode: 0, value: undefined, lines: () => ['', 'Ended.'] };
  });
}
