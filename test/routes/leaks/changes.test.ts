import { beforeAll, expect, it } from 'vitest';
import { secretArchive, writers, type Reader, type SecretArchive } from '../../support/secrets/archive.ts';
import { secret } from '../../support/secrets/names.ts';
import { night } from '../../support/secrets/plans.ts';
import { leaksIn, send, sendForm, still, type Answer } from './asking.ts';
import { proceduresOf } from './queries.ts';
import { absent, formsFor, told as looks, toldOf, wishesFor, type Named, type Open } from './wishes.ts';

let secrets: SecretArchive;
beforeAll(async () => {
	secrets = await secretArchive();
}, 300_000);

const open = (): Open => ({ block: secrets.blocks[0]!, at: secrets.held, night });

/** Actions of pages, by page and name: `/plans/[id] propose`. */
async function everyAction(): Promise<string[]> {
	const found = import.meta.glob<{ actions?: Record<string, unknown> }>(
		'../../../src/routes/**/+page.server.ts'
	);
	const names = Object.entries(found).map(async ([path, load]) => {
		const page = path.slice('../../../src/routes'.length, -'/+page.server.ts'.length);
		return Object.keys((await load()).actions ?? {}).map((action) => `${page} ${action}`);
	});
	return (await Promise.all(names)).flat();
}

it('every procedure that changes something is known to this test', () => {
	const wishes = wishesFor(absent, open());
	expect(proceduresOf('mutation').filter((name) => !wishes[name]?.length)).toEqual([]);
});

it('every form is known to this test', async () => {
	const actions = await everyAction();
	expect(actions.length).toBeGreaterThan(20);
	const forms = formsFor(absent, open());
	expect(actions.filter((one) => !forms[one]?.length)).toEqual([]);
});

const sendWish = (reader: Reader, procedure: string, input: Record<string, unknown>) =>
	send(secrets, reader, `/api/trpc/${procedure}`, JSON.stringify(input));

const hints = new URLSearchParams(toldOf).toString();
const known = () => ({ ...secrets.secret, commit: secrets.commit });
/** What is sent, for each pair of wishes: one that names secrets, and one that names what is not there. */
function everyWish(reader: Reader) {
	const [mine, theirs] = [wishesFor(known(), open()), wishesFor(absent, open())];
	const [forms, others] = [formsFor(known(), open()), formsFor(absent, open())];
	return [
		...Object.keys(mine).flatMap((procedure) =>
			mine[procedure]!.map((wish, i) => ({
				what: `${procedure} ${JSON.stringify(wish.input)}`,
				mayDo: wish.mayDo ?? false,
				mine: () => sendWish(reader, procedure, wish.input),
				theirs: () => sendWish(reader, procedure, theirs[procedure]![i]!.input)
			}))
		),
		{
			what: `POST /api/ingest ${secret.group}`,
			mayDo: false,
			mine: () => send(secrets, reader, `/api/ingest?collection=${secret.group}.nights`, 'no packet'),
			theirs: () => send(secrets, reader, `/api/ingest?collection=${absent.group}.nights`, 'no packet')
		},
		{
			what: `POST /api/pointings ${secret.campaign}`,
			mayDo: false,
			mine: () => send(secrets, reader, `/api/pointings?campaign=${secret.campaign}&${hints}`, looks),
			theirs: () => send(secrets, reader, `/api/pointings?campaign=${absent.campaign}&${hints}`, looks)
		},
		...Object.keys(forms).flatMap((action) =>
			forms[action]!.map((wish, i) => ({
				what: `${action} ${JSON.stringify(wish)}`,
				mayDo: wish.mayDo ?? false,
				mine: () => sendForm(secrets, reader, action, wish),
				theirs: () => sendForm(secrets, reader, action, others[action]![i]!)
			}))
		)
	];
}

const isRefused = ({ status, text }: Answer) => status >= 400 || text.includes('{"type":"failure"');

it.each(writers)(
	'are refused to %s in the same words whether what they name is there or not',
	async (reader) => {
		const wrong: unknown[] = [];
		for (const { what, mayDo, mine, theirs } of everyWish(reader)) {
			const told = await mine();
			if (told.status >= 500) wrong.push({ what, status: told.status, text: told.text });
			const leaks = leaksIn(secrets, { ...told, path: what });
			if (leaks.length > 0) wrong.push({ what, leaks, text: told.text });
			if (mayDo) continue;
			const other = await theirs();
			const asIfAbsent = (Object.keys(absent) as (keyof Named)[]).reduce(
				(text, name) => text.replaceAll(known()[name], absent[name]),
				told.text
			);
			if (!isRefused(told) || told.status !== other.status || still(asIfAbsent) !== still(other.text))
				wrong.push({
					what,
					statuses: [told.status, other.status],
					told: still(asIfAbsent),
					other: still(other.text)
				});
		}
		expect(wrong).toEqual([]);
	},
	600_000
);

it("are refused to a member's token that may only read", async () => {
	const done: string[] = [];
	for (const { what, mine } of everyWish("a member's token that may only read"))
		if (!isRefused(await mine())) done.push(what);
	expect(done).toEqual([]);
}, 600_000);
