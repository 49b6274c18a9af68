// What keeps a database from sending, or from being changed at all, however old the program that has it open: triggers in the database
// itself. `translate-error.ts` tells of them in words of ours.
import type { DatabaseKind } from './migrate.ts';
import type { TablePlan } from './table-plan.ts';

/** Begins the message of each trigger. */
export const HELD_MARK = 'broadside: held';
export const MOVED_MARK = 'broadside: moved to ';

/** No row can be claimed any more, so nothing is sent. */
export function holdStatements(kind: DatabaseKind): readonly string[] {
  if (kind === 'sqlite') {
    return [
      ...releaseStatements(kind),
      `create trigger broadside_held before update of status on deliveries when new.status = 'claimed'
        begin select raise(abort, '${HELD_MARK}'); end`,
    ];
  }
  return [
    ...releaseStatements(kind),
    `create function broadside_held() returns trigger language plpgsql as
      $$ begin raise exception '${HELD_MARK}'; end $$`,
    `create trigger broadside_held before update of status on deliveries
      for each row when (new.status = 'claimed') execute function broadside_held()`,
  ];
}

export function releaseStatements(kind: DatabaseKind): readonly string[] {
  if (kind === 'sqlite') return ['drop trigger if exists broadside_held'];
  return ['drop trigger if exists broadside_held on deliveries', 'drop function if exists broadside_held()'];
}

/** No row of any table can be written, changed or removed any more. @param to Where everything is now; never a password. */
export function moveStatements(
  kind: DatabaseKind,
  tables: readonly TablePlan[],
  to: string,
): readonly string[] {
  const message = `${MOVED_MARK}${to}`.replaceAll("'", "''");
  if (kind === 'sqlite') {
    return tables.flatMap(({ name }) =>
      ['insert', 'update', 'delete'].map(
        (change) =>
          `create trigger "broadside_moved_${name}_${change}" before ${change} on "${name}"
            begin select raise(abort, '${message}'); end`,
      ),
    );
  }
  return [
    `create function broadside_moved() returns trigger language plpgsql as
      $$ begin raise exception '%', tg_argv[0]; end $$`,
    ...tables.map(
      ({ name }) =>
        `create trigger broadside_moved before insert or update or delete on "${name}"
          for each statement execute function broadside_moved('${message}')`,
    ),
  ];
}
