// Loaded before the program (`node --import`): writes the addresses of all modules that the program loads to the file that LOADED_MODULES names.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['LOADED_MODULES'];
if (file === undefined) throw new Error('LOADED_MODULES is not set');
const urls: string[] = [];
registerHooks({
  load(url, context, next) {
    urls.push(url);
    return next(url, context);
  },
});
process.on('exit', () => appendFileSync(file, `${urls.join('\n')}\n`));
