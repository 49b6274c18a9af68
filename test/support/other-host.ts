// Loaded before the program (`node --import`): it believes itself on the machine that FAULT_HOST names. Whether its process is still there
// cannot be seen from another machine, so only its lease tells.

import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const host = process.env['FAULT_HOST'] ?? 'elsewhere';
os.hostname = () => host;
syncBuiltinESMExports();
