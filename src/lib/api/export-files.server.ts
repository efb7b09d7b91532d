import { z } from 'zod';
import { groupsOf } from '#lib/access/viewer.ts';
import type { Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readCampaign } from '#lib/planner/campaigns/index.server.ts';
import {
	blocksFor,
	calendarOf,
	circularOf,
	facilitiesFor,
	fieldOf,
	isOff,
	lcoRequestGroups,
	mocFits,
	mocJson,
	mocOf,
	obsplanColumns,
	obsplanRows,
	ofPlanBlock,
	pointingsFor,
	regionsOf,
	sedmRequests,
	treasureMapOf,
	withoutField,
	type Exported,
	type Facilities,
	type Observation
} from '#lib/planner/exports/index.server.ts';
import { listFacilities, readFacility } from '#lib/planner/facilities/index.server.ts';
import { readPlan, readPlanDocument } from '#lib/planner/plans/index.server.ts';
import { formats } from '#lib/table/formats.ts';
import type { Context } from './context.server.ts';
import { instant, text } from './fields.ts';
import type { FileResource } from './files.server.ts';
import { basisFields, basisRequest } from './inputs.ts';
import { planInput } from './routers/plans.server.ts';
import { scheduleInput } from './routers/schedule.server.ts';

/** What an export is made of. */
interface Scope {
	readonly title: string;
	readonly blocks: readonly Observation[];
	/** Those that carried out no block of the schedule. */
	readonly pointings: readonly Observation[];
	readonly facilities: Facilities;
	readonly proposal?: string | undefined;
}

type Content = Exported<string | Uint8Array>;

interface Format {
	/** Last part of the address, without its suffix. */
	readonly name: string;
	readonly suffix: string;
	readonly contentType: string;
	/** Ends the operation's name. */
	readonly operation: string;
	readonly summary: string;
	write(scope: Scope): Promise<Content> | Content;
}

const json = (content: unknown) => `${JSON.stringify(content, null, 2)}\n`;
const everything = ({ blocks, pointings }: Scope) => [...blocks, ...pointings];

async function obsplan(scope: Scope, format: 'votable' | 'csv'): Promise<Content> {
	const table = {
		name: 'obsplan',
		description: `${scope.title}: observations planned, scheduled and performed (ObsLocTAP 1.0).`,
		columns: obsplanColumns,
		rows: obsplanRows(everything(scope), scope.facilities),
		notes: { utype: 'ivo://ivoa.net/std/ObsLocTAP#table-1.0' }
	};
	const chunks: Uint8Array[] = [];
	for await (const chunk of formats[format].write(table)) chunks.push(chunk);
	return { content: Buffer.concat(chunks), leftOut: [] };
}

function moc(scope: Scope) {
	const observations = everything(scope);
	const fields = observations.flatMap((one) => (isOff(one) ? [] : (fieldOf(one, scope.facilities) ?? [])));
	return { moc: mocOf(fields), leftOut: withoutField(observations, scope.facilities) };
}

const exportFormats: readonly Format[] = [
	{
		name: 'calendar',
		suffix: '.ics',
		contentType: 'text/calendar; charset=utf-8',
		operation: 'Calendar',
		summary: 'Blocks as an iCalendar (RFC 5545); a redacted one as busy time.',
		write: ({ title, blocks, facilities }) => ({
			content: calendarOf(title, blocks, facilities),
			leftOut: []
		})
	},
	{
		name: 'obsplan',
		suffix: '.vot',
		contentType: 'application/x-votable+xml; serialization=tabledata',
		operation: 'ObsplanVotable',
		summary: 'Blocks and pointings as rows of ObsLocTAP, a VOTable.',
		write: (scope) => obsplan(scope, 'votable')
	},
	{
		name: 'obsplan',
		suffix: '.csv',
		contentType: 'text/csv; charset=utf-8; header=present',
		operation: 'ObsplanCsv',
		summary: 'Blocks and pointings as rows of ObsLocTAP, CSV.',
		write: (scope) => obsplan(scope, 'csv')
	},
	{
		name: 'treasure-map',
		suffix: '.json',
		contentType: 'application/json',
		operation: 'TreasureMap',
		summary: 'Blocks and pointings for events as Treasure Map takes pointings, a list for each event.',
		write(scope) {
			const { content, leftOut } = treasureMapOf(everything(scope), scope.facilities);
			return { content: json(content), leftOut };
		}
	},
	{
		name: 'lco',
		suffix: '.json',
		contentType: 'application/json',
		operation: 'Lco',
		summary:
			"Blocks at Las Cumbres' telescopes that are planned, proposed or accepted, as request groups of its portal.",
		write({ blocks, facilities, proposal }) {
			const { content, leftOut } = lcoRequestGroups(blocks, facilities, proposal);
			return { content: json(content), leftOut };
		}
	},
	{
		name: 'sedm',
		suffix: '.json',
		contentType: 'application/json',
		operation: 'Sedm',
		summary: 'Blocks with the SED Machine that are planned, proposed or accepted, as requests to its queue.',
		write({ blocks }) {
			const { content, leftOut } = sedmRequests(blocks);
			return { content: json(content), leftOut };
		}
	},
	{
		name: 'circular',
		suffix: '.txt',
		contentType: 'text/plain; charset=utf-8',
		operation: 'Circular',
		summary: 'What was observed and what is planned, as the text of a GCN circular.',
		write: (scope) => circularOf(scope.title, everything(scope), scope.facilities)
	},
	{
		name: 'footprints',
		suffix: '.reg',
		contentType: 'text/plain; charset=utf-8',
		operation: 'Regions',
		summary: 'Fields of view as regions of DS9.',
		write: (scope) => regionsOf(everything(scope), scope.facilities)
	},
	{
		name: 'moc',
		suffix: '.fits',
		contentType: 'application/fits',
		operation: 'MocFits',
		summary: 'The sky that all fields of view cover, as a multi-order coverage map (MOC 2.0), FITS.',
		write(scope) {
			const made = moc(scope);
			return { content: mocFits(made.moc), leftOut: made.leftOut };
		}
	},
	{
		name: 'moc',
		suffix: '.json',
		contentType: 'application/json',
		operation: 'MocJson',
		summary: 'The sky that all fields of view cover, as a multi-order coverage map (MOC 2.0), JSON.',
		write(scope) {
			const made = moc(scope);
			return { content: `${JSON.stringify(mocJson(made.moc))}\n`, leftOut: made.leftOut };
		}
	}
];

/** Names that `lookback export` takes, with their suffixes. */
export const exportNames: readonly string[] = exportFormats.map(({ name, suffix }) => name + suffix);

const spanFields = {
	from: instant('Only what ends after this moment.').optional(),
	to: instant('Only what begins before this moment.').optional()
};
const proposalField = {
	proposal: text('Proposal that pays for the time, in request groups of Las Cumbres.', 100).optional()
};
const wholeSchedule = scheduleInput.omit({ cursor: true, limit: true });
const ofCampaign = z.strictObject({
	id: text('Name of the campaign.', 100),
	...spanFields,
	...basisFields
});
const ofFacility = z.strictObject({
	id: text('Name of the facility.', 100),
	...spanFields,
	...basisFields
});

interface Gatherer {
	readonly path: string;
	/** Begins the operation's name. */
	readonly operation: string;
	readonly input: z.ZodObject;
	gather(question: Question, context: Context, input: never): Promise<Omit<Scope, 'facilities'>>;
}

const ofAccount = z.strictObject({ ...spanFields, ...basisFields });

/**
 * Groups of whoever asks, whose blocks are theirs, and the facilities that they answer for.
 * @throws LookbackError `api/no-person` where nobody in particular asks.
 */
async function concerns(question: Question, context: Context) {
	const { kind, roles } = await context.viewer();
	if (kind !== 'person')
		throw new LookbackError(
			'unauthenticated',
			'api/no-person',
			'Whose blocks are meant is told by who asks: sign in, or send a token of a person.'
		);
	const known = await listFacilities(question);
	return {
		owners: groupsOf(await context.viewer()),
		facilities: known
			.filter(({ operators }) => operators !== null && roles.get(operators)?.has('operator'))
			.map(({ facility }) => facility.facility)
	};
}

const gatherers: readonly Gatherer[] = [
	{
		path: '/account',
		operation: 'exportAccount',
		input: ofAccount,
		async gather(question, context, { from, to }: z.output<typeof ofAccount>) {
			const { name } = await context.viewer();
			const concerning = await concerns(question, context);
			return {
				title: `Blocks of ${name}`,
				blocks: await blocksFor(question, { concerning, from, to }),
				pointings: []
			};
		}
	},
	{
		path: '/schedule',
		operation: 'exportSchedule',
		input: wholeSchedule,
		async gather(question, _context, input: z.output<typeof wholeSchedule>) {
			const { facility, campaign, plan, subject, state, from, to } = input;
			const isAny = plan === undefined && subject === undefined && state === undefined;
			return {
				title: 'Schedule',
				blocks: await blocksFor(question, {
					...{ facility, campaign, plan, subject, from, to },
					states: state ? [state] : null
				}),
				// a pointing has none of these
				pointings: isAny ? await pointingsFor(question, { facility, campaign, from, to }) : []
			};
		}
	},
	{
		path: '/campaigns/{id}',
		operation: 'exportCampaign',
		input: ofCampaign,
		async gather(question, _context, { id, from, to }: z.output<typeof ofCampaign>) {
			const { title } = await readCampaign(question, id);
			return {
				title,
				blocks: await blocksFor(question, { campaign: id, from, to }),
				pointings: await pointingsFor(question, { campaign: id, from, to })
			};
		}
	},
	{
		path: '/facilities/{id}',
		operation: 'exportFacility',
		input: ofFacility,
		async gather(question, _context, { id, from, to }: z.output<typeof ofFacility>) {
			const { facility } = await readFacility(question, id);
			return {
				title: facility.name,
				blocks: await blocksFor(question, { facility: id, from, to }),
				pointings: await pointingsFor(question, { facility: id, from, to })
			};
		}
	},
	{
		path: '/plans/{id}',
		operation: 'exportPlan',
		input: planInput,
		async gather(question, context, { id }: z.output<typeof planInput>) {
			const plan = await readPlan(question, id);
			const { blocks } = await readPlanDocument(question, context.archive.store, plan);
			return {
				title: `Plan ${plan.plan} for ${plan.campaigns.join(', ')}`,
				blocks: blocks.map((one, index) => ofPlanBlock(plan, one, index)),
				pointings: []
			};
		}
	}
];

/** Blocks and pointings in the forms that other systems take: `/plans/{id}/lco.json`, `/schedule/calendar.ics`, ... */
export const exportFiles: readonly FileResource[] = gatherers.flatMap((gatherer) =>
	exportFormats.map((format) => fileOf(gatherer, format))
);

function fileOf({ path, operation, input, gather }: Gatherer, format: Format): FileResource {
	const { name, suffix, contentType, summary } = format;
	const fields = name === 'lco' ? input.extend(proposalField) : input;
	return {
		path: `${path}/${name}`,
		suffix,
		name: operation + format.operation,
		summary,
		contentTypes: [contentType.split(';')[0]!],
		input: fields,
		async read(
			context,
			given: z.output<z.ZodObject<typeof basisFields>> & { readonly id?: string; readonly proposal?: string }
		) {
			const question = await context.question(basisRequest(given));
			const [scope, facilities] = await Promise.all([
				gather(question, context, given as never),
				facilitiesFor(question)
			]);
			const { content, leftOut } = await format.write({ ...scope, facilities, proposal: given.proposal });
			return {
				bytes: typeof content === 'string' ? Buffer.from(content) : content,
				contentType,
				name: `${given.id ?? path.slice(1)}_${name}${suffix}`,
				...(leftOut.length > 0 && { headers: { [leftOutHeader]: leftOut.join(' ') } })
			};
		}
	};
}

/** Says in sentences what a file of observations leaves out. */
export const leftOutHeader = 'lookback-left-out';

/**
 * The address of an export of `schedule`, `plans/<id>`, `campaigns/<id>` or `facilities/<id>`, by the file's name or a part of it that is
 * no other's: `ics`, `lco`. @throws LookbackError `api/bad-export`.
 */
export function exportAddress(of: string, file: string): string {
	const written = of.replace(/^\//, '');
	if (!/^(schedule|(plans|campaigns|facilities)\/[^/]+)$/.test(written))
		throw new LookbackError(
			'incorrect',
			'api/bad-export',
			`What is exported is schedule, plans/<id>, campaigns/<id> or facilities/<id>; got '${of.slice(0, 100)}'.`
		);
	const named = exportNames.includes(file)
		? [file]
		: exportNames.filter((name) => name.split('.')[0] === file || name.endsWith(`.${file}`));
	if (named.length === 1) return `/${written.split('/').map(encodeURIComponent).join('/')}/${named[0]}`;
	throw new LookbackError(
		'incorrect',
		'api/bad-export',
		named.length > 1
			? `The export '${file}' could be ${named.join(' or ')}.`
			: `There is no export '${file.slice(0, 50)}'; there are ${exportNames.join(', ')}.`
	);
}
