import type { ToldFacts } from '#lib/archive/index.server.ts';
import { propertyText, unitText } from '#lib/archive/told-text.ts';

/** More statements of an agent about one property than this are counted. */
const mostNamed = 2;

const measurements = {
	alert: ['alert', 'alerts'],
	detection: ['detection', 'detections'],
	limit: ['upper limit', 'upper limits'],
	forced: ['forced measurement', 'forced measurements']
} as const;

/** What became known at a moment, in words: `12 detections, 3 of them revised`, `class SN Ia by tns`. */
export function toldWords(facts: readonly ToldFacts[]): string[] {
	const counted = (Object.keys(measurements) as (keyof typeof measurements)[]).flatMap((what) => {
		const of = facts.find((one) => one.what === what);
		return of ? [measured(of, measurements[what])] : [];
	});
	return [...counted, ...statements(facts), ...verdicts(facts)];
}

function measured({ count, revised }: ToldFacts, [one, many]: readonly [string, string]): string {
	const words = `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
	if (!revised) return words;
	if (revised === count) return `${words} revised`;
	return `${words}, ${revised.toLocaleString('en')} of them revised`;
}

function statements(facts: readonly ToldFacts[]): string[] {
	const said = facts.filter(({ what }) => what === 'statement');
	return [...Map.groupBy(said, ({ agent, property }) => JSON.stringify([agent, property])).values()].flatMap(
		(of) => {
			const { agent } = of[0]!;
			const property = propertyText(of[0]!.property ?? '');
			if (of.length > mostNamed) return [`${of.length} values of ${property} by ${agent}`];
			return of.map(({ qualifier, value, unit, revised }) => {
				const isSaid = !qualifier || !value || value.includes(qualifier) || qualifier.includes(value);
				const name = isSaid ? property : `${property} (${qualifier})`;
				return `${name}${revised ? ' changed to' : ''} ${shortly(value)}${unit ? ` ${unitText(unit)}` : ''} by ${agent}`;
			});
		}
	);
}

function verdicts(facts: readonly ToldFacts[]): string[] {
	return facts.flatMap(({ what, count, value }) =>
		what === 'withdrawn' || what === 'restored' ? [`${count} ${what}: ${value}`] : []
	);
}

/** Of a number four figures, of a text its beginning: that is enough in a sentence. */
function shortly(value: string | null): string {
	if (/^-?\d+\.\d{4,}/.test(value ?? '')) return String(Number(Number(value).toPrecision(4)));
	return value && value.length > mostLetters ? `${value.slice(0, mostLetters)}…` : (value ?? '');
}

const mostLetters = 60;
