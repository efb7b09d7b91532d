import { domainError } from '#lib/api/errors.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { everyone } from '#lib/access/audience.ts';
import { requestOf, writeArchive } from '../archive.ts';
import { basisHelp, basisInput, basisOptions } from '../basis-options.ts';
import { parse, type Description } from '../command.ts';
import type { Io } from '../io.ts';
import { onlyWord } from '../words.ts';

export const describe: Description = {
	summary: 'Record what is decided about an object or an event, and on what was known',
	usage: '<subject> --action <words> --reason <words> [option...]',
	options: {
		'--action <words>': 'what is decided: trigger a spectrum, start a campaign, classify, ignore, ...',
		'--reason <words>': 'why, in a sentence for those who come later',
		'--run <run>': 'a run that supports it; as often as there are such',
		'--supersedes <decision>': 'the decision whose place it takes',
		'--audience <who>': 'who sees it, and whose sight it rests on: public unless given, or a group',
		...basisHelp
	},
	details:
		'The subject is objects/<survey>/<id> or events/<name>. What was known of it at the basis is kept as digests,\n' +
		'so that `lookback replay` can say whether it still is as it was.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			action: { type: 'string', default: '' },
			reason: { type: 'string', default: '' },
			run: { type: 'string', multiple: true, default: [] },
			supersedes: { type: 'string' },
			audience: { type: 'string', default: everyone },
			...basisOptions
		}
	});
	const subject = onlyWord(positionals, '<subject>, such as objects/ztf/ZTF18abc').replace(/^\//, '');
	const { action, reason, run: runs, supersedes, audience } = values;
	await writeArchive(io, async (archive) => {
		try {
			const wish = { subject, action, reason, runs, supersedes, audience, ...basisInput(values) };
			const { decision } = await callerOf(requestOf(archive, 'local')).decisions.decide(wish);
			await io.out(`Decision ${decision} about ${subject}\n`);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
}
