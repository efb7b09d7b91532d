import { whyNoBubblewrap } from '#lib/versioning/runtime/bubblewrap.server.ts';
import { programPath } from '#lib/versioning/runtime/program-path.server.ts';

const obstacle =
	whyNoBubblewrap() ??
	(programPath('python3', '/usr/local/bin:/usr/bin:/bin') ? null : 'there is no python3');

/** Whether Python programs can be carried out in a sandbox here. */
export const hasSandbox = obstacle === null;
if (obstacle) console.warn(`SKIPPING tests of commands: bubblewrap or Python cannot be had (${obstacle}).`);
