import { openCommand } from './command.server.ts';
import { openContainer } from './container.server.ts';
import type { Code, Session, Setting } from './evaluation.ts';
import { openIsolate } from './isolate.server.ts';

/**
 * Starts an analysis. Its outputs depend on the commit, the setting, each call, and the session's `environment`.
 * @throws LookbackError as `Session.evaluate` does, where it cannot even be loaded; `versioning/no-sandbox`
 * (unsupported) where a command cannot be kept apart and is not trusted; `versioning/no-lockfile`,
 * `versioning/no-program`, `versioning/no-engine`.
 */
export async function openSession(code: Code, setting: Setting): Promise<Session> {
	switch (code.manifest.runtime.kind) {
		case 'js':
			return openIsolate(code, setting);
		case 'command':
			return openCommand(code, setting);
		case 'container':
			return openContainer(code, setting);
	}
}
