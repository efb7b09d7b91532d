import { localActor } from '#lib/access/people/audit.server.ts';
import { listTokens, makeToken, revokeTokens } from '#lib/access/people/tokens.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { clock, readArchive, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { badWords } from '../words.ts';

const daysUnlessTold = 365;
const microsecondsPerDay = 86_400_000_000;

export const describe: Command['describe'] = {
	summary: "Make, list and revoke people's tokens for the API",
	usage:
		'create <person> <label> [--expires <moment>] [--read-only] [--groups <g,h>]   |   revoke <person> <label>   |   list',
	options: {
		'--expires <moment>': `when it stops; after ${daysUnlessTold} days unless given`,
		'--groups <g,h>': "it carries the rights of these groups alone, not of all of its person's",
		'--read-only': 'it may read what the person may see, and write nothing'
	},
	details:
		'A token carries the rights that its person has when it is used. It is shown once; the archive keeps its\n' +
		'SHA-256 only.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			expires: { type: 'string' },
			groups: { type: 'string' },
			'read-only': { type: 'boolean', default: false }
		}
	});
	const [verb, person, label, ...rest] = positionals;
	const now = clock();
	if (verb === 'list' && person === undefined) {
		await readArchive(io, async ({ database }) => {
			for (const token of await listTokens(database)) {
				const until = token.revoked_at ?? token.expires_at;
				const words = [
					token.person ?? 'the archive',
					token.label,
					token.calendar !== null
						? `opens the calendar ${token.calendar}`
						: token.may_write
							? 'reads and writes'
							: 'reads',
					token.groups === null ? 'all groups' : `groups ${token.groups.join(',') || '(none)'}`,
					`made ${formatInstant(token.made_at)}`,
					until === null ? 'for ever' : `${token.revoked_at ? 'revoked' : 'until'} ${formatInstant(until)}`,
					token.last_used_at === null ? 'never used' : `last used ${formatInstant(token.last_used_at)}`
				];
				await io.out(`${words.join('\t')}\n`);
			}
		});
		return;
	}
	if ((verb !== 'create' && verb !== 'revoke') || !person || !label || rest.length > 0) {
		throw badWords('create <person> <label>, revoke <person> <label> or list', positionals);
	}
	await writeArchive(io, async ({ database }) => {
		if (verb === 'revoke') {
			const count = await revokeTokens(database, person, label, localActor, now);
			await io.out(`Revoked ${count === 1 ? 'the token' : `${count} tokens`} '${label}' of ${person}.\n`);
			return;
		}
		const expiresAt = values.expires
			? parseInstant(values.expires, now)
			: ((now + daysUnlessTold * microsecondsPerDay) as Instant);
		const wish = {
			person,
			label,
			may_write: !values['read-only'],
			groups: values.groups === undefined ? null : values.groups.split(',').filter((name) => name !== ''),
			expires_at: expiresAt
		};
		const text = await makeToken(database, wish, localActor, now);
		io.note(`Until ${formatInstant(expiresAt)}; it is not shown again:`);
		await io.out(`${text}\n`);
	});
};
