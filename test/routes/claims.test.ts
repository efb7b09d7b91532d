import { beforeAll, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

const clock = () => (Date.now() * 1000) as Instant;
const claims = 50;
let archive: SmallArchive;
let address: string;

beforeAll(async () => {
	archive = await smallArchive();
	const facility = seedFacilities().find((one) => one.facility === 'vla')!;
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: clock() };
	await recordFacilities(archive, [{ facility }], by);
	({ address } = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir }));
}, 300_000);

async function call(procedure: string, input: object) {
	const response = await fetch(`${address}/api/trpc/${procedure}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${archive.token}` },
		body: JSON.stringify(input)
	});
	return { status: response.status, text: await response.text() };
}

it('fifty who claim the same hour of a telescope at once: one gets it, the others are told by whom it is held', async () => {
	// by radio, day and night
	const from = (Math.ceil(clock() / 3.6e9) + 5) * 3.6e9;
	const wish = {
		...{ facility: 'vla', instrument: 'vla', ra_deg: 37.95, dec_deg: 89.26, exposure_sec: 600 },
		...{ from: formatInstant(from as Instant), to: formatInstant((from + 3.6e9) as Instant) }
	};
	const proposed = await Promise.all(
		Array.from({ length: claims }, (_, i) =>
			call('schedule.propose', {
				...{ owner: 'public', audience: 'public', blocks: [{ ...wish, label: `claim ${i}` }] }
			})
		)
	);
	expect(proposed.flatMap(({ status, text }) => (status === 200 ? [] : [text]))).toEqual([]);
	const blocks = proposed.map(({ text }) => /b[0-9a-f]{12}/.exec(text)![0]);
	expect(new Set(blocks).size).toBe(claims);

	const answers = await Promise.all(
		blocks.map((block) => call('schedule.change', { changes: [{ block, revision: 1, act: 'accept' }] }))
	);
	expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
	const others = answers.filter(({ status }) => status !== 200);
	expect(others.filter(({ status }) => status >= 500)).toEqual([]);
	expect(others.map(({ status }) => status)).toEqual(others.map(() => 409));
	const [winner] = blocks.filter((_, i) => answers[i]!.status === 200);
	for (const { text } of others) expect(text).toContain(winner);

	const listed = await fetch(`${address}/schedule.json?facility=vla&limit=100`);
	const { blocks: rows } = (await listed.json()) as { blocks: { block: string; state: string }[] };
	expect(rows.filter(({ state }) => state === 'accepted').map(({ block }) => block)).toEqual([winner]);
	expect(rows.filter(({ state }) => state === 'proposed')).toHaveLength(claims - 1);
});
