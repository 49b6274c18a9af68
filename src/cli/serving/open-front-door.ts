// The front door put together from the doors: the project's words and settings, the database, and who is told of what happens.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { prepareListPrinter } from '../../compile.ts';
import type { ListPrinter } from '../../model/list-pages.ts';
import { createFrontDoor, type FrontDoor, type FrontDoorOptions } from '../../server/create-front-door.ts';
import { createFiguresPage } from '../../server/figures-page.ts';
import { siteFiles } from '../../server/list/archive-files.ts';
import { createVisitLimits, type VisitLimits } from '../../server/list/visit-limits.ts';
import { readTrustedProxies } from '../../server/list/visitor.ts';
import type { Database } from '../../store/open-database.ts';
import type { OpenProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';
import { keepTokenKeys } from '../token-keys.ts';

export const TRUSTED_PROXIES = 'BROADSIDE_TRUSTED_PROXIES';

const ID_BYTES = 16;

export interface FrontDoorParts {
  readonly project: OpenProject;
  readonly printer: ListPrinter;
  readonly database: Pick<
    Database,
    'signUps' | 'audience' | 'subscribers' | 'settings' | 'figures' | 'returned'
  >;
  readonly terminal: Pick<Terminal, 'env' | 'now'>;
  readonly watch: Pick<FrontDoorOptions, 'onVisit' | 'onTrouble' | 'onUnknownProxy'>;
  readonly hooks?: FrontDoorOptions['hooks'];
  /** The usual ones unless told. */
  readonly limits?: VisitLimits;
}

/** @throws BroadsideError SETTINGS_INVALID */
export function openFrontDoor({
  project,
  printer,
  database,
  terminal,
  watch,
  hooks,
  limits = createVisitLimits(),
}: FrontDoorParts): FrontDoor {
  const { signUps, audience, subscribers, settings, figures, returned } = database;
  const { newsletter } = project.settings;
  const { title, listId } = newsletter;
  const tokenKeys = keepTokenKeys(settings);
  return createFrontDoor({
    newsletter,
    printer,
    signUps,
    audience,
    subscribers,
    tokenKeys,
    figures: createFiguresPage({ figures, returned, title, listId, tokenKeys, now: terminal.now }),
    newId: () => randomBytes(ID_BYTES).toString('base64url'),
    clock: { now: () => terminal.now() },
    limits,
    proxies: readTrustedProxies(terminal.env[TRUSTED_PROXIES] ?? ''),
    site: siteFiles(path.join(project.root, 'out/site')),
    ...(hooks === undefined ? {} : { hooks }),
    ...watch,
  });
}

/** Of the project's own templates and words. @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID */
export function printerOf({ files, settings }: OpenProject): ListPrinter {
  return prepareListPrinter(files, settings);
}
