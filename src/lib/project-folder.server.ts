import { join } from 'node:path';

/**
 * Folder of the project, where `src`, `drizzle` and `node_modules` lie. Modules that read files beside them find those by this: the
 * built portal is one bundle elsewhere, whose `import.meta.dirname` is not theirs.
 */
export const projectFolder = process.env.LOOKBACK_ROOT ?? join(import.meta.dirname, '../..');
