import { membershipsAt, setMembership } from '#lib/access/members.server.ts';
import { roles, type Role } from '#lib/access/roles.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { clock, readArchive, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Say who belongs to which group, and see who did',
	usage: 'add|remove <group> <person> [--role <role>] [--known-at <moment>]   |   list [--known <moment>]',
	options: {
		'--role <role>': `${roles.join(', ')}; unless given, adds a reader and removes from all roles; a curator may do no more than a reader as long as there are no datasets`,
		'--known-at <moment>': 'when this could first be known; now, unless given',
		'--known <moment>': 'the list as known then'
	},
	details:
		'A group is there once somebody belongs to it. Its members see its collections for as long as they belong to\n' +
		'it; that they did is kept for ever. Administrators of the group `archive` see and may write everything.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			role: { type: 'string' },
			'known-at': { type: 'string' },
			known: { type: 'string' }
		}
	});
	const [verb, group, person, ...rest] = positionals;
	const now = clock();
	if (verb === 'list' && group === undefined) {
		const known = values.known === undefined ? now : parseInstant(values.known, now);
		await readArchive(io, async ({ database }) => {
			for (const one of await membershipsAt(database, known, newestOfAll)) {
				await io.out(`${one.group_name}\t${one.person}\t${one.role}\tsince ${formatInstant(one.known_at)}\n`);
			}
		});
		return;
	}
	if ((verb !== 'add' && verb !== 'remove') || !group || !person || rest.length > 0) {
		throw badWords('add <group> <person>, remove <group> <person> or list', positionals);
	}
	const known = values['known-at'];
	await writeArchive(io, async ({ database }) => {
		const knownAt = known === undefined ? now : parseInstant(known, now);
		const held = await membershipsAt(database, knownAt, newestOfAll, { people: [person], group });
		const given = values.role as Role | undefined;
		const chosen = given ? [given] : verb === 'add' ? (['reader'] as const) : held.map(({ role }) => role);
		if (chosen.length === 0)
			throw new LookbackError('not-found', 'cli/no-member', `${person} does not belong to ${group}.`);
		for (const role of chosen) {
			const change = { group, person, role, isMember: verb === 'add', knownAt };
			const sealed = await setMembership(database, change, 'local', now);
			const done = `${person} ${verb === 'add' ? 'belongs to' : 'has left'} ${group} as ${role}`;
			await io.out(sealed ? `${done} (batch ${sealed.batch}).\n` : 'That is on record already.\n');
		}
	});
};
