import { domainError } from '#lib/api/errors.ts';
import { plan as planResource, planComparison, planOutcome } from '#lib/api/resources/plans.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { Searches } from '#lib/planner/plans/index.server.ts';
import { requestOf, writeArchive } from '../archive.ts';
import { basisInput, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import { assertFormat, formatOption, isFileFormat } from '../output.ts';
import { planSummary } from '../plan-summary.ts';
import { readCommand, writeResource } from '../read.ts';
import { badWords, onlyWord } from '../words.ts';

const reading = readCommand(planResource, {
	words: '<plan>',
	read: (words) => ({ id: onlyWord(words, '<plan>') })
});

const outcome = readCommand(planOutcome, {
	words: '<plan>',
	read: (words) => ({ id: onlyWord(words, '<plan>') })
});
const comparison = readCommand(planComparison, {
	words: '<plan> <other plan>',
	read([id, other, ...rest]) {
		if (!id || !other || rest.length > 0)
			throw badWords(
				'compare <plan> <other plan>',
				[id, other, ...rest].filter((word) => word !== undefined)
			);
		return { id, with: other };
	}
});

export const describe: Command['describe'] = {
	...reading.describe,
	summary:
		'Show a plan, what became of it or what it does otherwise than another; make one; propose its blocks',
	usage:
		'<plan> [option...]   |   make <campaign...> --from <moment> --to <moment>   |   propose <plan>   |   outcome <plan>   |   compare <plan> <other plan>',
	options: {
		'--from, --to <moment>': 'of make: the time to be planned',
		'--facility <name>': 'of make: a facility that may be used; as often as there are such, all unless given',
		'--facilities-known <moment>': 'of make: when facilities are asked about, where that is another moment',
		'--seconds <number>': 'of make: how long a better plan is looked for after the first, 15 unless given',
		'--iterations <number>': 'of make: steps of the search instead, which give the same plan every time',
		'--gap <number>':
			'of make: part of its worth that a better plan may have when the search ends, 0.001 unless given: 0.01 is 1 %',
		'--seed <number>': 'of make: seed of the search, 1 unless given',
		...reading.describe.options
	}
};

export const run: Command['run'] = async (args, io) => {
	const [verb, ...rest] = args;
	if (verb === 'make') return make(rest, io);
	if (verb === 'propose') return propose(rest, io);
	if (verb === 'outcome') return outcome.run(rest, io);
	if (verb === 'compare') return comparison.run(rest, io);
	return reading.run(args, io);
};

const make: Command['run'] = async (args, io) => {
	const { values, positionals: campaigns } = parse({
		args,
		allowPositionals: true,
		options: {
			from: { type: 'string' },
			to: { type: 'string' },
			facility: { type: 'string', multiple: true },
			'facilities-known': { type: 'string' },
			seconds: { type: 'string' },
			iterations: { type: 'string' },
			gap: { type: 'string' },
			seed: { type: 'string' },
			...formatOption,
			...basisOptions
		}
	});
	const { format } = values as { format: string };
	assertFormat(format);
	if (campaigns.length === 0) throw badWords('make <campaign...>', campaigns);
	const searches = new Searches(1, (error) => (error as Error).message);
	io.signal.addEventListener('abort', () => void searches.close(), { once: true });
	await writeArchive(io, async (archive) => {
		try {
			const context = requestOf({ ...archive, searches }, 'local');
			const { plan, searching_until: until } = await callerOf(context).plans.make({
				campaigns,
				from: values.from!,
				to: values.to!,
				facilities: values.facility,
				facilities_known: values['facilities-known'],
				seconds: values.seconds,
				iterations: values.iterations,
				...(values.gap !== undefined && { gap: values.gap }),
				...(values.seed !== undefined && { seed: values.seed }),
				...basisInput(values)
			});
			// for programs there is nothing beside the answer
			const say = async (line: string) => (isFileFormat(format) ? io.note(line) : io.out(`${line}\n`));
			if (until !== null) await say(`First plan ${plan}; still looking, until ${until.slice(11, 19)} UTC`);
			const end = until === null ? null : await searches.ended(plan);
			const best = end?.better ?? plan;
			await say(`Plan ${best}`);
			if (end) await say(end.words);
			const reader = requestOf(archive, 'local');
			if (isFileFormat(format))
				await writeResource(planResource, { id: best }, { table: undefined, format }, reader, io);
			else for (const line of planSummary(await callerOf(reader).plans.read({ id: best }))) await say(line);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
};

const propose: Command['run'] = async (args, io) => {
	const { positionals } = parse({ args, allowPositionals: true, options: {} });
	const id = onlyWord(positionals, '<plan>');
	await writeArchive(io, async (archive) => {
		try {
			const proposed = await callerOf(requestOf(archive, 'local')).plans.propose({ id });
			const { blocks, conflicts, is_cut: isCut } = proposed;
			await io.out(
				`${blocks.length} ${blocks.length === 1 ? 'block' : 'blocks'} proposed: ${blocks.slice(0, 10).join(' ')}${blocks.length > 10 ? ' ...' : ''}\n`
			);
			for (const { what, resolution } of conflicts) await io.out(`At odds: ${what} ${resolution}\n`);
			if (isCut) await io.out('There are more blocks in this time than were held against one another.\n');
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
};
