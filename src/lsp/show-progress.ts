// How far the reading of an archive has come, shown by an editor that shows such things.
import type { Connection } from 'vscode-languageserver/node';
import type { ProjectEvents } from './open-project.ts';
import type { Abilities } from './read-abilities.ts';

export function showProgress(
  connection: Connection,
  { showsProgress }: Abilities,
  name: string,
): ReturnType<ProjectEvents['progress']> {
  if (!showsProgress) return { report: () => undefined, done: () => undefined };
  const begun = connection.window.createWorkDoneProgress().then((progress) => {
    progress.begin(`Reading the archive of ${name}`, 0);
    return progress;
  });
  // A client that refuses it goes without.
  begun.catch(() => undefined);
  let shown = 0;
  return {
    report: (done, of) => {
      const percent = Math.floor((done / of) * 100);
      if (percent < shown + 5) return;
      shown = percent;
      begun.then((progress) => progress.report(percent, `${done} of ${of} issues`)).catch(() => undefined);
    },
    done: () => void begun.then((progress) => progress.done()).catch(() => undefined),
  };
}
