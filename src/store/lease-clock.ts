// The clock by which leases, rests and budgets end: PostgreSQL's own, or for a SQLite file the machine's monotonic one, which every process
// on it shares. The wall clock of a host has no say in it, so setting it right or wrong ends no lease and prolongs none.
import { readFileSync, readlinkSync } from 'node:fs';
import { type RawBuilder, sql } from 'kysely';
import { LEASE_MS } from '../model/sending-ports.ts';
import type { DatabaseKind } from './migrate.ts';

export interface LeaseClock {
  /** How long a lease lasts without being renewed. */
  readonly leaseMs: number;
  /** Names the running time of this machine: the monotonic clock begins anew at each boot. */
  readonly bootId: string;
  /** Names the space in which a process number means something; empty where that is not known. */
  readonly pidSpace: string;
  /** Now, as SQL; milliseconds from any origin. */
  now(): RawBuilder<number>;
  isGone(pid: number): boolean;
}

/** For tests. */
export interface LeaseOptions {
  readonly leaseMs?: number;
  readonly monotonicMs?: () => number;
  readonly bootId?: string;
  readonly isGone?: (pid: number) => boolean;
}

const NS_PER_MS = 1e6;

export function leaseClock(kind: DatabaseKind, options: LeaseOptions = {}): LeaseClock {
  const monotonicMs = options.monotonicMs ?? (() => Number(process.hrtime.bigint()) / NS_PER_MS);
  const bootId = options.bootId ?? readBootId();
  return {
    leaseMs: options.leaseMs ?? LEASE_MS,
    bootId,
    pidSpace: readPidSpace(bootId),
    now: () =>
      kind === 'postgres'
        ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::double precision`
        : sql<number>`${monotonicMs()}`,
    isGone: options.isGone ?? isGone,
  };
}

/** Linux tells; elsewhere it is empty, and a time left over from before a boot is known by being too far ahead. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** Two containers may have the same name and both a process 7. */
function readPidSpace(bootId: string): string {
  if (bootId === '') return '';
  try {
    return `${bootId} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
