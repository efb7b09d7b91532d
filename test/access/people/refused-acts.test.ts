import { expect, it } from 'vitest';
import { listAudit, verifyAudit } from '#lib/access/people/audit.server.ts';
import { noteRefused } from '#lib/access/people/refused-acts.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { emptyDatabase, later, now } from './people.ts';

it('what a person may not do is noted ten times in a quarter of an hour, of each person apart', async () => {
	const { database } = await emptyDatabase();
	const tries = (name: string, what: string, at = now) =>
		noteRefused(database, { name, address: '192.0.2.7' }, what, at);
	const noted = async (person: string) =>
		(await listAudit(database, { before: newestOfAll, person, limit: 100 })).map(({ detail }) => detail);
	for (let i = 0; i < 30; i++) await tries('ada', `GET /${i}`);
	expect(await noted('ada')).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((i) => `GET /${i}`));
	await tries('eve', `GET /${'x'.repeat(8000)}`);
	expect((await noted('eve'))[0]).toHaveLength(200);
	await tries('ada', 'GET /early', later(14.9));
	await tries('ada', 'GET /late', later(15));
	expect((await noted('ada'))[0]).toBe('GET /late');
	expect(await verifyAudit(database)).toEqual({ entries: 12, findings: [] });
});
