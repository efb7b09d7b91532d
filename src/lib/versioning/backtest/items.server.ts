import type { Region } from '#lib/archive/index.server.ts';
import { summary } from '#lib/archive/read/object-summary.ts';
import { wire } from '#lib/archive/wire.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Input } from '../manifest.ts';
import type { Shown, View } from './view.ts';

/** The input that a back-test walks: what its items are, and which objects they are of. */
export interface Walked {
	readonly name: string;
	readonly input: Extract<Input, { of: 'objects' | 'alerts' }>;
	readonly region: Region | null;
	readonly class: string | null;
	readonly classBy: string | null;
}

/** An item of the input. */
export interface WalkedItem {
	readonly key: string;
	/** What it is made of: an item of the same rows is the same. */
	readonly rows: readonly Shown[];
	/** Its value as JSON. */
	text(): string;
	/** When the first alert known of its object was known; null where there is none. */
	readonly firstAlertAt: Instant | null;
}

/** The items of an object at a moment: to the byte what `readInputs` gives of it at that basis. */
export function itemsAt(view: View, moment: Instant, walked: Walked): WalkedItem[] {
	const alerts = view.alerts.filter((one) => one.isAt(moment));
	const needsPhotometry =
		alerts.length === 0 || (walked.input.of === 'objects' && walked.input.with.includes('photometry'));
	const photometry = needsPhotometry ? view.photometry.filter((one) => one.isAt(moment)) : [];
	const statements = view.statements.filter((one) => one.isAt(moment));
	if (!isFound()) return [];
	const firstAlertAt =
		alerts.length === 0 ? null : (Math.min(...alerts.map(({ row }) => row.known_at)) as Instant);
	const { survey, objectId, subject } = view.object;
	if (walked.input.of === 'alerts')
		return alerts
			.filter(({ row }) => walked.region?.contains(row.ra_deg, row.dec_deg) ?? true)
			.map((one) => ({
				key: `alerts/${survey}/${one.row.alert_id}`,
				rows: [one],
				text: () => one.text,
				firstAlertAt
			}));
	const shown = { alerts, photometry, statements };
	const parts = [...new Set(walked.input.with)];
	const text = () => {
		const object = summary(
			survey,
			objectId,
			alerts.map(({ row }) => row),
			photometry.map(({ row }) => row)
		);
		const lists = parts.map((part) => `"${part}":[${shown[part].map((one) => one.text).join(',')}]`);
		return `{${[`"object":${JSON.stringify(wire(object))}`, ...lists].join(',')}}`;
	};
	const rows = [...alerts, ...photometry, ...(parts.includes('statements') ? statements : [])];
	return [{ key: subject, rows, text, firstAlertAt }];

	/** By the rules of the archive's search: by an alert in force, or, where there is none, by a measurement. */
	function isFound(): boolean {
		if (walked.class !== null || walked.classBy !== null)
			if (!statements.some(({ row }) => isClassed(row))) return false;
		const { region } = walked;
		if (alerts.length > 0)
			return !region || alerts.some(({ row }) => region.contains(row.ra_deg, row.dec_deg));
		if (photometry.length === 0) return false;
		if (!region) return true;
		const isNear = region.ranges.some(({ from, to }) => from <= view.object.hpx && view.object.hpx < to);
		return (
			isNear && photometry.some(({ row }) => row.ra_deg !== null && region.contains(row.ra_deg, row.dec_deg!))
		);
	}

	function isClassed(row: (typeof statements)[0]['row']): boolean {
		return (
			row.subject === view.object.subject &&
			row.property === 'class' &&
			row.value_text !== null &&
			row.value_text.length < 200 &&
			(walked.class === null || row.value_text === walked.class) &&
			(walked.classBy === null || row.agent === walked.classBy)
		);
	}
}

/** Moments from which on an item of the object may be another: where what it is made of begins or ends. */
export function changesOf(view: View, { input, ...walked }: Walked): number[] {
	const isClassed = walked.class !== null || walked.classBy !== null;
	const needsStatements = isClassed || (input.of === 'objects' && input.with.includes('statements'));
	const spans = [...view.alerts, ...view.photometry, ...(needsStatements ? view.statements : [])];
	return [...new Set(spans.flatMap(({ from, to }) => [from, to]))]
		.filter(Number.isFinite)
		.sort((a, b) => a - b);
}
