import {
	calendarOf,
	circularOf,
	eventsOf,
	fieldOf,
	isOff,
	lcoRequestGroups,
	mocFits,
	mocJson,
	mocOf,
	obsplanColumns,
	obsplanRows,
	regionsOf,
	sedmRequests,
	treasureMapOf,
	withoutField,
	type EventMaps,
	type Exported,
	type Facilities,
	type Observation
} from '#lib/planner/exports/index.server.ts';
import { formats } from '#lib/table/formats.ts';

/** What an export is made of. */
export interface Scope {
	readonly title: string;
	readonly blocks: readonly Observation[];
	/** Those that carried out no block of the schedule; read for what tells of them, since there may be very many. */
	readonly pointings: () => Promise<readonly Observation[]>;
	readonly facilities: Facilities;
	/** The newest maps of events, for what tells of them. */
	mapsOf(events: readonly string[]): Promise<EventMaps>;
	/** Which of some events are retracted. */
	retractedAmong(events: readonly string[]): Promise<ReadonlySet<string>>;
	readonly proposal?: string | undefined;
}

type Content = Exported<string | Uint8Array>;

export interface Format {
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
const everything = async ({ blocks, pointings }: Scope) => [...blocks, ...(await pointings())];

async function obsplan(scope: Scope, format: 'votable' | 'csv'): Promise<Content> {
	const table = {
		name: 'obsplan',
		description: `${scope.title}: observations planned, scheduled and performed (ObsLocTAP 1.0).`,
		columns: obsplanColumns,
		rows: obsplanRows(await everything(scope), scope.facilities),
		notes: { utype: 'ivo://ivoa.net/std/ObsLocTAP#table-1.0' }
	};
	const chunks: Uint8Array[] = [];
	for await (const chunk of formats[format].write(table)) chunks.push(chunk);
	return { content: Buffer.concat(chunks), leftOut: [] };
}

async function moc(scope: Scope) {
	const observations = await everything(scope);
	const fields = observations.flatMap((one) => (isOff(one) ? [] : (fieldOf(one, scope.facilities) ?? [])));
	return { moc: await mocOf(fields), leftOut: withoutField(observations, scope.facilities) };
}

export const exportFormats: readonly Format[] = [
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
		async write(scope) {
			const { content, leftOut } = treasureMapOf(await everything(scope), scope.facilities);
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
		async write(scope) {
			const observations = await everything(scope);
			const events = eventsOf(observations);
			const [maps, retracted] = [await scope.mapsOf(events), await scope.retractedAmong(events)];
			return circularOf(scope.title, observations, scope.facilities, maps, retracted);
		}
	},
	{
		name: 'footprints',
		suffix: '.reg',
		contentType: 'text/plain; charset=utf-8',
		operation: 'Regions',
		summary: 'Fields of view as regions of DS9.',
		write: async (scope) => regionsOf(await everything(scope), scope.facilities)
	},
	{
		name: 'moc',
		suffix: '.fits',
		contentType: 'application/fits',
		operation: 'MocFits',
		summary: 'The sky that all fields of view cover, as a multi-order coverage map (MOC 2.0), FITS.',
		async write(scope) {
			const made = await moc(scope);
			return { content: mocFits(made.moc), leftOut: made.leftOut };
		}
	},
	{
		name: 'moc',
		suffix: '.json',
		contentType: 'application/json',
		operation: 'MocJson',
		summary: 'The sky that all fields of view cover, as a multi-order coverage map (MOC 2.0), JSON.',
		async write(scope) {
			const made = await moc(scope);
			return { content: `${JSON.stringify(mocJson(made.moc))}\n`, leftOut: made.leftOut };
		}
	}
];

/** Names that `lookback export` takes, with their suffixes. */
export const exportNames: readonly string[] = exportFormats.map(({ name, suffix }) => name + suffix);
