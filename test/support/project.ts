// A small newsletter in a throwaway folder, for tests that start at the command line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { type TestTerminal, type TestTerminalOptions, testTerminal } from './test-terminal.ts';

export const NEWSLETTER = `title: Harbour News
description: What the harbour does.
siteUrl: https://harbour.example.org/
language: en
timeZone: Europe/London
from: { name: Harbour News, address: news@harbour.example.org }
listId: harbour.example.org
postalAddress: |
  Harbour News
  1 Quay Street
boilerplate:
  subscribe: This newsletter is free.
  disclaimer: A link is not an endorsement.
`;

export const SOURCES = `sources:
  - { id: harbour-post, name: Harbour Post, variants: [HarbourPost], verb: reports, kind: newspaper, domains: [harbourpost.example], home: https://harbourpost.example/ }
`;

export function issueText(number: number, date: string): string {
  return `---
number: ${number}
date: ${date}
tags: [ports]
preheader: The news of number ${number}.
---

## Ports

### [Dockers vote to end strike number ${number}](https://harbourpost.example/vote-${number})

Harbour Post reports (5 January): Crane crews voted to go back.
`;
}

const FILES: Readonly<Record<string, string>> = {
  'issues/newsletter.yaml': NEWSLETTER,
  'issues/sources.yaml': SOURCES,
  'issues/0001.md': issueText(1, '2016-01-06'),
  'issues/0002.md': issueText(2, '2016-01-13'),
};

export interface TestProject {
  readonly root: string;
  /** Absolute path of a file. */
  path(file: string): string;
  write(file: string, text: string): void;
  /** Runs a command in the folder. */
  run(argv: readonly string[], options?: Omit<TestTerminalOptions, 'cwd'>): Promise<CommandRun>;
}

export interface CommandRun extends TestTerminal {
  readonly exitCode: number;
  /** Standard output as JSON. */
  json(): unknown;
}

/** @param files Added to the small newsletter, or put in the place of its files. Removed again when the test ends. */
export function testProject(files: Readonly<Record<string, string>> = {}): TestProject {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  for (const [file, text] of Object.entries({ ...FILES, ...files })) write(file, text);
  return {
    root,
    path: (file) => path.join(root, file),
    write,
    run: async (argv, options = {}) => {
      const terminal = testTerminal({ ...options, cwd: root });
      const exitCode = await runProgram(argv, terminal);
      return { ...terminal, exitCode, json: () => JSON.parse(terminal.output()) };
    },
  };
}
