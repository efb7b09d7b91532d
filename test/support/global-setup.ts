import type { TestProject } from 'vitest/node';
import { openRun } from './run.ts';
import { dropTemplates } from './template.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Folder of this run, which its processes share; two runs at once do not meet. */
		runFolder: string;
	}
}

/** The first test that wants a database starts the run's PostgreSQL; here it is stopped, whatever happened. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const run = await openRun();
	project.provide('runFolder', run.folder);
	return async () => {
		try {
			await dropTemplates(run.folder);
		} finally {
			await run.close();
		}
	};
}
