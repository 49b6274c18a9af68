// Kysely over one connection of PostgreSQL that takes statements ahead of the answers to those before. Kysely's own transactions and
// connections wait for each answer, whoever asks; here nothing is waited for, and who may use the connection is for the caller to say.
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Tables } from './schema.ts';

export function pinnedTo(connection: DatabaseConnection): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driverOf(connection),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    },
  });
}

function driverOf(connection: DatabaseConnection): Driver {
  const noTransaction = (): Promise<void> =>
    Promise.reject(new Error('Transactions are begun and ended by statements here'));
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: noTransaction,
    commitTransaction: noTransaction,
    rollbackTransaction: noTransaction,
    destroy: async () => {},
  };
}
