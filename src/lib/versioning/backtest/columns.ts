import { tellingColumns } from '#lib/archive/columns/telling.ts';
import type { Column } from '#lib/table/column.ts';

/** A back-test. */
export const backTestColumns: readonly Column[] = [
	{ name: 'backtest', type: 'text', ucd: 'meta.id;meta.main', description: 'Name of the back-test.' },
	{ name: 'analysis', type: 'text', ucd: 'meta.id;meta.software', description: 'Name of the analysis.' },
	{ name: 'commit', type: 'text', ucd: 'meta.version', description: 'Its version: a git commit.' },
	{ name: 'audience', type: 'text', description: 'Whose sight it had, and who sees it: public, or a group.' },
	{ name: 'parameters', type: 'json', description: 'Parameters of the analysis.' },
	{
		name: 'from_at',
		type: 'instant',
		ucd: 'time.start',
		description: 'Knowledge time at which the walk began, UTC.'
	},
	{ name: 'to_at', type: 'instant', ucd: 'time.end', description: 'Knowledge time at which it ended, UTC.' },
	{ name: 'every', type: 'text', description: 'How it stepped: alert, batch, or a length of time.' },
	{ name: 'basis_batch', type: 'long', description: 'Of what was recorded by this batch.' },
	{ name: 'evaluations', type: 'long', ucd: 'meta.number', description: 'Number of evaluations.' },
	{ name: 'selected', type: 'int', ucd: 'meta.number', description: 'Number of subjects that it selected.' },
	{
		name: 'leaked',
		type: 'int',
		ucd: 'meta.number',
		description: 'Facts that a cut at epochs would have shown early, but for the usual delay of alerts.'
	},
	{ name: 'summary', type: 'json', description: 'What came of it in numbers.' },
	{ name: 'started_at', type: 'instant', description: 'When somebody began it, UTC.' },
	{ name: 'finished_at', type: 'instant', description: 'When it was finished, UTC: it is known since then.' },
	{ name: 'actor', type: 'text', ucd: 'meta.curation', description: 'Who carried it out.' },
	...tellingColumns
];

/** The first selection of a subject. */
export const selectionColumns: readonly Column[] = [
	{ name: 'subject', type: 'text', ucd: 'meta.id;meta.main', description: 'What was selected.' },
	{
		name: 'selected_at',
		type: 'instant',
		description: 'Knowledge time of the step that selected it first, UTC.'
	},
	{
		name: 'first_alert_at',
		type: 'instant',
		description: 'When the first alert known of it then was known, UTC.'
	},
	{ name: 'latency_sec', type: 'int', unit: 's', description: 'From that to the selection.' },
	{ name: 'score', type: 'double', description: 'Score that the analysis gave it.', precision: 4 },
	{ name: 'reason', type: 'text', description: 'Reason that it gave.' },
	{ name: 'of', type: 'text', description: 'Object at whose turn it was selected.' },
	{ name: 'item', type: 'text', description: 'Item at whose turn it was selected.' }
];

/** How a selection by the cut at epochs differs. */
export const differenceColumns: readonly Column[] = [
	{ name: 'subject', type: 'text', ucd: 'meta.id;meta.main', description: 'What was selected.' },
	{
		name: 'change',
		type: 'text',
		description: 'only-by-cut, missed-by-cut, or earlier or later by the cut.'
	},
	{ name: 'selected_at', type: 'instant', description: 'When it was selected by what was known, UTC.' },
	{ name: 'cut_selected_at', type: 'instant', description: 'When the cut would have selected it, UTC.' },
	{ name: 'early_sec', type: 'int', unit: 's', description: 'By how much the cut is earlier.' },
	{ name: 'because', type: 'json', description: 'Facts that the cut showed then and nobody knew, by kind.' }
];

/** A fact that the cut at epochs shows early. */
export const leakColumns: readonly Column[] = [
	{ name: 'kind', type: 'text', description: 'Kind of leak.' },
	{ name: 'subject', type: 'text', ucd: 'meta.id', description: 'What the fact is about.' },
	{ name: 'fact', type: 'text', description: 'Which fact of it.' },
	{ name: 'shown_at', type: 'instant', description: 'From when the cut shows it (or hides it), UTC.' },
	{ name: 'known_at', type: 'instant', description: 'From when that was known, UTC.' },
	{ name: 'early_sec', type: 'int', unit: 's', description: 'By how much the cut is earlier.' }
];

/** Leaks of a kind, counted. */
export const leakKindColumns: readonly Column[] = [
	{ name: 'kind', type: 'text', description: 'Kind of leak.' },
	{ name: 'description', type: 'text', description: 'What that is.' },
	{ name: 'facts', type: 'int', ucd: 'meta.number', description: 'How many facts.' },
	{
		name: 'early_p50_sec',
		type: 'int',
		unit: 's',
		description: 'Half of them were shown early by no more, to 5 %.'
	},
	{ name: 'early_p90_sec', type: 'int', unit: 's', description: 'Nine of ten were, to 5 %.' },
	{ name: 'early_most_sec', type: 'int', unit: 's', description: 'The worst.' }
];

/** Selections against labels. */
export const confusionColumns: readonly Column[] = [
	{ name: 'label', type: 'text', description: 'What the labelled set says.' },
	{ name: 'is_wanted', type: 'boolean', description: 'Whether it ought to be selected.' },
	{ name: 'walked', type: 'int', ucd: 'meta.number', description: 'Subjects with it that were walked.' },
	{ name: 'selected', type: 'int', ucd: 'meta.number', description: 'Of them, those that were selected.' },
	{ name: 'missed', type: 'int', ucd: 'meta.number', description: 'Of them, those that were not.' }
];
