import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseManifest } from '#lib/versioning/manifest.ts';
import type { Call, Code, Evaluation, Session, Setting } from '#lib/versioning/runtime/evaluation.ts';
import { openSession } from '#lib/versioning/runtime/index.server.ts';
import { testFolder } from './folder.ts';

/** An analysis of these files, as if checked out; `manifest` overrides parts of one that may say anything. */
export function analysisOf(files: Record<string, string>, manifest: Record<string, unknown> = {}): Code {
	const folder = testFolder();
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	const whole = {
		name: 'under-test',
		title: 'Under test',
		runtime: { kind: 'js', module: 'main.js' },
		inputs: { items: { of: 'objects' } },
		each: 'items',
		emits: { selections: true, statements: ['class'], decisions: ['follow'], tables: ['rows'] },
		limits: { seconds: 2, memory_mb: 64 },
		...manifest
	};
	return {
		name: 'under-test',
		commit: '0'.repeat(40),
		folder,
		manifest: parseManifest(JSON.stringify(whole))
	};
}

/** A call of a key with an item. */
export function call(key: string, item: unknown = {}, known = '2019-10-01T00:00:00Z'): Call {
	return { key, known, item };
}

export const plainSetting: Setting = { seed: '0123456789abcdef', parameters: {}, inputs: {}, trusted: false };

/** What an analysis answers to calls, and its logs and environment; its session is closed. */
export async function evaluate(
	code: Code,
	calls: Iterable<Call>,
	setting: Partial<Setting> = {}
): Promise<{ evaluations: Evaluation[]; logs: string; environment: Session['environment'] }> {
	const session = await openSession(code, { ...plainSetting, ...setting });
	try {
		const evaluations: Evaluation[] = [];
		for await (const one of session.evaluate(calls)) evaluations.push(one);
		await session.close();
		return { evaluations, logs: session.logs, environment: session.environment };
	} finally {
		await session.close();
	}
}
