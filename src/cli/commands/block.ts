import { domainError } from '#lib/api/errors.ts';
import { block } from '#lib/api/resources/schedule.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { acts, reasonKinds, type Act } from '#lib/planner/bookings/index.server.ts';
import { requestOf, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { readCommand } from '../read.ts';
import { onlyWord } from '../words.ts';

const reading = readCommand(block, {
	words: '<block>',
	read: (words) => ({ id: onlyWord(words, '<block>') })
});

export const describe: Command['describe'] = {
	...reading.describe,
	summary: 'Show a block of the schedule, or answer for it',
	usage: `<block> [option...]   |   ${acts.join('|')} <block> [--reason <words>]`,
	options: {
		'--reason <words>': 'why, in words',
		'--reason-kind <kind>': `why: ${reasonKinds.join(', ')}`,
		'--from, --to <moment>': 'of move: to when; of execute: when it was observed, as booked unless given',
		'--depth <magnitude>': 'of execute: limiting AB magnitude that was reached',
		'--revision <number>': 'the revision that was looked at; the newest unless given',
		...reading.describe.options
	}
};

export const run: Command['run'] = async (args, io) => {
	const [verb, ...rest] = args;
	if (!acts.includes(verb as Act)) return reading.run(args, io);
	const { values, positionals } = parse({
		args: rest,
		allowPositionals: true,
		options: {
			reason: { type: 'string' },
			'reason-kind': { type: 'string' },
			from: { type: 'string' },
			to: { type: 'string' },
			depth: { type: 'string' },
			revision: { type: 'string' }
		}
	});
	const name = onlyWord(positionals, '<block>');
	await writeArchive(io, async (archive) => {
		try {
			const caller = callerOf(requestOf(archive, 'local'));
			const revision = values.revision ?? (await caller.schedule.read({ id: name })).block.revision;
			const change = {
				block: name,
				revision,
				act: verb as Act,
				reason: values.reason,
				reason_kind: values['reason-kind'] as never,
				from: values.from,
				to: values.to,
				depth_mag: values.depth
			};
			const { blocks } = await caller.schedule.change({ changes: [change] });
			await io.out(`Block ${name} is ${blocks[0]!.state} (revision ${blocks[0]!.revision}).\n`);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
};
