import type { Caller } from '#lib/api/routers/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { boundWords } from '#lib/ui/planner/plan-words.ts';

type ReadPlan = Awaited<ReturnType<Caller['plans']['read']>>;

/** Lines of reasons, and of what a reader should know; and letters of each of these. */
const mostLines = 8;
const mostLetters = 200;

/** A plan as its page tells it first: where and when how much is, what it is worth, what it covers and leaves out, in lines. */
export function planSummary({
	plan,
	blocks,
	left_out,
	coverage,
	remarks,
	counterfactual
}: ReadPlan): string[] {
	const byTelescope = Map.groupBy(blocks, ({ facility, telescope }) => `${facility}/${telescope}`);
	const width = Math.max(0, ...[...byTelescope.keys()].map(({ length }) => length));
	const telescopes = [...byTelescope].map(([name, own]) => {
		const [from, to] = [own[0]!.from_at, Math.max(...own.map(({ to_at }) => to_at)) as Instant];
		return `  ${name.padEnd(width)}  ${String(own.length).padStart(4)}  ${minute(from)} to ${minute(to)}`;
	});
	const reasons = [...Map.groupBy(left_out, ({ reason }) => reason)]
		.map(([reason, own]) => ({ reason, count: own.length }))
		.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
	return [
		`For ${plan.campaigns.join(', ')}, ${minute(plan.from_at)} to ${minute(plan.to_at)} UTC`,
		...(counterfactual === null ? [] : [counterfactual]),
		blocks.length === 0
			? 'No blocks'
			: `${counted(blocks.length, 'block')} on ${counted(byTelescope.size, 'telescope')}, UTC:`,
		...telescopes,
		`Worth ${plan.objective.toPrecision(5)}; ${boundWords(plan)}`,
		...coverage.map(
			({ event, band, epoch, before, planned, wanted }) =>
				`Covers ${percent(planned)} of ${event} in ${band}, epoch ${epoch}: ${percent(before)} before, ${percent(wanted)} wanted`
		),
		left_out.length === 0 ? 'Nothing is left out' : `Left out: ${counted(left_out.length, 'visit')}`,
		...cut(
			reasons,
			({ reason, count }) => `  ${String(count).padStart(4)}  ${clipped(reason)}`,
			'more reasons'
		),
		...cut(
			remarks.filter((one) => one !== counterfactual),
			clipped,
			'more remarks'
		)
	];
}

function cut<Row>(rows: readonly Row[], line: (row: Row) => string, what: string): string[] {
	const more = rows.length - mostLines;
	return [...rows.slice(0, mostLines).map(line), ...(more > 0 ? [`  and ${more} ${what}`] : [])];
}

/** A remark or a reason may name dozens of telescopes; its plan's page and files have it whole. */
function clipped(words: string): string {
	return words.length > mostLetters ? `${words.slice(0, mostLetters)} ...` : words;
}

function counted(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function percent(share: number | null): string {
	return `${(100 * (share ?? 0)).toFixed(0)} %`;
}

function minute(at: Instant): string {
	return formatInstant(at).slice(0, 16).replace('T', ' ');
}
