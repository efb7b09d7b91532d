import type { Statement } from '#lib/archive/index.server.ts';
import { unitText } from '#lib/archive/told-text.ts';

/** What is said of one property, by whom. */
export interface StatementGroup {
	readonly property: string;
	readonly statements: readonly Statement[];
	/** Values that differ from one agent to another, by agent; null where they agree or cannot be compared. */
	readonly disagreement: readonly Said[] | null;
	/** Probabilities, which are no text but a chart: one for each agent and software. */
	readonly charts: readonly ProbabilityChart[];
}

export type SaidValue = Pick<Statement, 'value_text' | 'value_number' | 'unit'>;

export interface Said {
	readonly agent: string;
	readonly value: string;
}

export interface ProbabilityChart {
	readonly agent: string;
	readonly software: string | null;
	/** Greatest first. */
	readonly bars: readonly { readonly label: string; readonly value: number; readonly statement: Statement }[];
}

const order = ['class', 'probability', 'redshift', 'host', 'crossmatch', 'name', 'identity'];

/** Statements in force by property, those that people look for first before the others. */
export function statementGroups(statements: readonly Statement[]): StatementGroup[] {
	const rank = (property: string) => (order.indexOf(property) + order.length + 1) % (order.length + 1);
	return [...Map.groupBy(statements, ({ property }) => property)]
		.sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, 'en'))
		.map(([property, all]) => {
			const inChart = property === 'probability' ? all.filter(isProbability) : [];
			return {
				property,
				statements: all.filter((one) => !inChart.includes(one)),
				disagreement: disagreement(property, all),
				charts: chartsOf(inChart)
			};
		});
}

/** A statement's value in words, its number to so many digits (17 are all of them), with its unit. */
export function statementValue({ value_text, value_number, unit }: SaidValue, digits = 6): string {
	if (value_number === null) return value_text ?? '';
	const amount = String(Number(value_number.toPrecision(digits)));
	return [value_text, amount, unit && unitText(unit)].filter(Boolean).join(' ');
}

/**
 * Redshifts that differ by more than this part of 1 + z are of two galaxies: 300 km/s, what those of a cluster's galaxies
 * and of lines shifted within one stay below.
 */
const sameRedshift = 0.001;

function disagreement(property: string, statements: readonly Statement[]): Said[] | null {
	if (property !== 'class' && property !== 'redshift') return null;
	const said = statements
		.map((one) => ({ agent: agentOf(one), value: statementValue(one), number: one.value_number }))
		.filter(({ value }) => value !== '');
	const differ = said.some((one) => said.some((other) => one.agent !== other.agent && !agree(one, other)));
	return differ ? said.map(({ agent, value }) => ({ agent, value })) : null;
}

/** Who says it, and which of their classifiers. */
function agentOf({ agent, qualifier }: Statement): string {
	return qualifier ? `${agent} (${qualifier})` : agent;
}

interface Compared {
	readonly value: string;
	readonly number: number | null;
}

function agree(one: Compared, other: Compared): boolean {
	if (one.number !== null && other.number !== null)
		return Math.abs(one.number - other.number) <= sameRedshift * (1 + one.number);
	return one.value.toLowerCase() === other.value.toLowerCase();
}

function isProbability({ value_number }: Statement): boolean {
	return value_number !== null && value_number >= 0 && value_number <= 1;
}

function chartsOf(statements: readonly Statement[]): ProbabilityChart[] {
	return [...Map.groupBy(statements, ({ agent, software }) => JSON.stringify([agent, software]))].map(
		([, of]) => ({
			agent: of[0]!.agent,
			software: of[0]!.software,
			bars: of
				.map((statement) => ({
					label: statement.qualifier || statement.value_text || 'probability',
					value: statement.value_number ?? 0,
					statement
				}))
				.sort((a, b) => b.value - a.value)
		})
	);
}
