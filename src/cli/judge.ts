import { domainError } from '#lib/api/errors.ts';
import { judgeAlert } from '#lib/archive/withdraw.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { alertInput } from '#lib/api/routers/alerts.server.ts';
import { requestOf, writeArchive } from './archive.ts';
import { negativesAsWords, badWords, surveyAndId } from './words.ts';
import { parse, type Command } from './command.ts';

const verbs = {
	withdraw: {
		withdrawn: true,
		done: 'Withdrew',
		summary: 'Withdraw an alert, from now on or from a stated moment'
	},
	restore: { withdrawn: false, done: 'Restored', summary: 'Reverse the withdrawal of an alert' }
} as const;

/** The command that gives a verdict on an alert. */
export function judgeCommand(verb: keyof typeof verbs): Command {
	const { withdrawn, done, summary } = verbs[verb];
	return {
		describe: {
			summary,
			usage: '<survey>/<id> --reason <text> [--known-at <moment>]',
			options: {
				'--reason <text>': 'why, in a sentence for those who come later',
				'--known-at <moment>': 'when this could first be known; now, unless given'
			},
			details:
				'The verdict is a fact of the ledger: answers as known before it stay as they are, and a later verdict\n' +
				'reverses it. It is about the alert and the measurement it was made of, as they are told now.'
		},
		async run(args, io) {
			const { values, positionals } = parse({
				args: negativesAsWords(args),
				allowPositionals: true,
				options: { reason: { type: 'string' }, 'known-at': { type: 'string' } }
			});
			const words = positionals.map((word) => word.trim());
			const found = surveyAndId(words, 'alerts');
			if (!found) throw badWords('<survey>/<id>, such as ztf/1001001001001015001', words);
			const { reason } = values;
			if (reason === undefined)
				throw new LookbackError(
					'incorrect',
					'cli/bad-arguments',
					'--reason is missing; it wants a sentence.'
				);
			await writeArchive(io, async (archive) => {
				try {
					const { survey, id } = alertInput.parse(found);
					const context = requestOf(archive, 'local');
					const { now } = context;
					const known = values['known-at'];
					const sealed = await judgeAlert(await context.question({}), {
						survey,
						alertId: id,
						withdrawn,
						reason,
						knownAt: known === undefined ? null : parseInstant(known, now),
						actor: 'local',
						now
					});
					await io.out(`${done} alerts/${survey}/${id} in batch ${sealed.batch}.\n`);
				} catch (error) {
					throw domainError(error) ?? error;
				}
			});
		}
	};
}
