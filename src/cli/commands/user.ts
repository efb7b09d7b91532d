import { listAccounts, setDisabled, setPassword } from '#lib/access/people/accounts.server.ts';
import { localActor } from '#lib/access/people/audit.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { makeAccountWithRole } from '#lib/access/administrators.server.ts';
import { endSessions } from '#lib/access/people/sessions.server.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { readConfig } from '../../config.server.ts';
import { clock, readArchive, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Make, list and close the accounts with which people sign in',
	usage:
		'add <person> [--administrator] [--password]   |   password|disable|enable <person>   |   link|sign-out [<person>]   |   list',
	options: {
		'--administrator': 'sees and may do everything (the role administrator in the group archive)',
		'--password': 'asks for a password; without one the person signs in by a link, or an issuer'
	},
	details:
		'A password is typed, or is the first line of stdin. `link` prints an address that signs the person in once\n' +
		'within a day. Without a person, `link` and `sign-out` are about the administrator of the archive. What somebody may see and do rests on the\n' +
		'groups they belong to: see `lookback group`. Disabling an account ends its sessions and tokens.'
};

const verbs = ['password', 'link', 'sign-out', 'disable', 'enable'];
const withoutPerson = ['list', 'link', 'sign-out'];

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			administrator: { type: 'boolean', default: false },
			password: { type: 'boolean', default: false }
		}
	});
	const [verb = '', person, ...rest] = positionals;
	const isWhole =
		rest.length === 0 && (person === undefined ? withoutPerson.includes(verb) : verb !== 'list');
	if (!isWhole || !['add', 'list', ...verbs].includes(verb))
		throw badWords('add <person>, list, or one of ' + verbs.join(', ') + ' and a person', positionals);
	if (verb !== 'add' && (values.administrator || values.password))
		throw badWords('--administrator and --password with add alone', positionals);
	if (verb === 'list') {
		await readArchive(io, async ({ database }) => {
			for (const one of await listAccounts(database)) {
				const ways = [...(one.has_password ? ['password'] : []), ...one.issuers];
				const state = one.disabled_at === null ? 'open' : `disabled ${formatInstant(one.disabled_at)}`;
				const words = [
					one.person,
					ways.join(', ') || 'links only',
					`made ${formatInstant(one.made_at)}`,
					state
				];
				await io.out(`${words.join('\t')}\n`);
			}
		});
		return;
	}
	const asks = verb === 'password' || (verb === 'add' && values.password);
	const password = asks ? await io.secret(`Password for ${person}: `) : null;
	const now = clock();
	await writeArchive(io, async ({ database }) => {
		if (verb === 'link') {
			const secret = await makeLink(database, person ?? null, localActor, now);
			io.note('Signs in once, within a day:');
			await io.out(`${portalAddress(io.environment)}/enter/${secret}\n`);
			return;
		}
		if (verb === 'sign-out') {
			const count = await endSessions(database, person ?? null, localActor, now);
			const whom = person ?? 'the administrator of the archive';
			await io.out(`Signed ${whom} out of ${count} ${count === 1 ? 'browser' : 'browsers'}.\n`);
			return;
		}
		const name = person!;
		if (verb === 'add') {
			const isAdministrator = values.administrator;
			await makeAccountWithRole(database, { person: name, password, isAdministrator }, localActor, now);
			await io.out(`${name} has an account${isAdministrator ? ' and is an administrator' : ''}.\n`);
		} else if (verb === 'password') {
			await setPassword(database, name, password!, localActor, now);
			await io.out(`${name} has a new password; whoever was signed in as ${name} is signed out.\n`);
		} else {
			await setDisabled(database, name, verb === 'disable', localActor, now);
			await io.out(`The account of ${name} is ${verb}d.\n`);
		}
	});
};

/** Where the portal of this environment is. */
function portalAddress(environment: NodeJS.ProcessEnv): string {
	const { origin, host, port } = readConfig(environment);
	return origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
