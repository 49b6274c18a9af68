// Loaded before the program (`node --import`): when it ends it writes down how much memory it had at most, in kilobytes.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const file = process.env['NOTE_MEMORY'];
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
