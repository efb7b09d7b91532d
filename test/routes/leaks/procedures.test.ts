import { expect, it } from 'vitest';
import { outsiders } from '../../support/secrets/archive.ts';
import { leaksIn } from './asking.ts';
import { everyQuery, inputsOf, proceduresOf } from './queries.ts';
import { walkDoor } from './walk.ts';

const secrets = walkDoor(everyQuery);

it('every procedure that is asked is known to this test', () => {
	const inputs = inputsOf(secrets());
	expect(proceduresOf('query').filter((name) => !(name in inputs))).toEqual([]);
	expect(proceduresOf('subscription')).toEqual(['changes.follow']);
});

it.each(outsiders)('whoever follows as %s is told of no secret', async (reader) => {
	const { address, readers } = secrets();
	const authorization = readers[reader];
	const path = `/api/trpc/changes.follow?input=${encodeURIComponent('{"since":"0"}')}`;
	const leave = new AbortController();
	const response = await fetch(address + path, {
		signal: leave.signal,
		headers: authorization === null ? {} : { authorization }
	});
	let text = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
	for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
		text += Buffer.from(bytes).toString('latin1');
		if (/"changed":\[[^\]]*\]/.test(text)) break;
	}
	leave.abort();
	// a campaign, its plan and its map are the group's; that time was asked for is everyone's
	expect(/"changed":\[([^\]]*)\]/.exec(text)?.[1]).toBe('"facility","block","notice","localization"');
	expect(leaksIn(secrets(), { path, status: response.status, text })).toEqual([]);
});
