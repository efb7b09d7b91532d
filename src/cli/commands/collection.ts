import { policiesAt, setPolicy, type CollectionPolicy } from '#lib/access/policies.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { clock, readArchive, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { badWords } from '../words.ts';

const policies = ['public', 'group', 'public-from', 'public-after'] as const;

export const describe: Command['describe'] = {
	summary: 'Say who may see a collection, and see what was decided',
	usage:
		'set <name> <policy> [--owner <group>] [--from <moment>] [--months <n>] [--known-at <moment>]   |   list [--known <moment>]',
	options: {
		'<policy>': `${policies.join(', ')}`,
		'--owner <group>':
			'the group that always sees it; the first word of its name unless given or decided before',
		'--from <moment>': 'public-from: open to everyone from then on',
		'--months <n>': 'public-after: each row is open so many months after it was observed',
		'--title <text>': 'what it is, for people',
		'--known-at <moment>': 'when this could first be known; now, unless given',
		'--known <moment>': 'the list as known then'
	},
	details:
		'A policy is a fact of the ledger: `as_seen_by=public` asks what the policies of then let the public see.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			owner: { type: 'string' },
			from: { type: 'string' },
			months: { type: 'string' },
			title: { type: 'string' },
			'known-at': { type: 'string' },
			known: { type: 'string' }
		}
	});
	const [verb, name, policy, ...rest] = positionals;
	const now = clock();
	const moment = (text: string | undefined) => (text === undefined ? null : parseInstant(text, now));
	if (verb === 'list' && name === undefined) {
		await readArchive(io, async ({ database }) => {
			for (const one of await policiesAt(database, moment(values.known) ?? now, newestOfAll)) {
				await io.out(`${one.name}\t${one.owner}\t${inWords(one)}\t${one.title}\n`);
			}
		});
		return;
	}
	if (verb !== 'set' || !name || !policy || rest.length > 0) {
		throw badWords('set <name> <policy>, or list', positionals);
	}
	const wanted = policies.find((one) => one === policy);
	if (!wanted)
		throw new LookbackError(
			'incorrect',
			'cli/bad-arguments',
			`The policy must be one of ${policies.join(', ')}; got '${policy}'.`
		);
	await writeArchive(io, async ({ database }) => {
		const before = (await policiesAt(database, now, newestOfAll)).find((one) => one.name === name);
		const change = {
			name,
			owner: values.owner ?? before?.owner ?? name.split('.')[0]!,
			policy: wanted,
			publicFrom: moment(values.from),
			publicAfterMonths: values.months === undefined ? null : Number(values.months),
			title: values.title ?? before?.title ?? name,
			knownAt: moment(values['known-at']) ?? now
		};
		const sealed = await setPolicy(database, change, 'local', now);
		await io.out(sealed ? `Recorded in batch ${sealed.batch}.\n` : 'That is on record already.\n');
	});
};

function inWords({ policy, public_from, public_after_months }: CollectionPolicy): string {
	if (public_from !== null) return `public from ${formatInstant(public_from)}`;
	if (public_after_months !== null) return `public ${public_after_months} months after observation`;
	return policy;
}
