import { describe, expect, test } from 'vitest';
import type { Statement, ToldFacts } from '#lib/archive/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { otherNames } from '#lib/ui/objects/names.ts';
import { statementGroups } from '#lib/ui/statements/statement-groups.ts';
import { toldWords } from '#lib/ui/history/told-words.ts';

const subject = 'objects/ztf/ZTF21x';
let fact = 0;

function says(
	property: string,
	agent: string,
	value: string | number,
	more: Partial<Statement> = {}
): Statement {
	return {
		subject,
		property,
		qualifier: '',
		agent,
		software: null,
		value_text: typeof value === 'string' ? value : null,
		value_number: typeof value === 'number' ? value : null,
		unit: null,
		detail: null,
		collection: 'ztf.public',
		known_at: parseInstant('2021-01-01T00:00:00Z'),
		known_from: 'stated',
		version: 1n,
		packet: null,
		batch: 1n,
		fact: fact++,
		...more
	};
}

describe('statements by property', () => {
	test('put what people look for first before the others', () => {
		const groups = statementGroups([
			says('tag', 'a', 'x'),
			says('redshift', 'a', 0.1),
			says('anomaly-score', 'a', 0.1),
			says('class', 'a', 'SN')
		]);
		expect(groups.map(({ property }) => property)).toEqual(['class', 'redshift', 'anomaly-score', 'tag']);
	});

	test('say where classes differ, whatever their case', () => {
		const differ = (...statements: Statement[]) => statementGroups(statements)[0]?.disagreement;
		expect(differ(says('class', 'tns', 'SN Ia'), says('class', 'a', 'SN II', { qualifier: 'lc' }))).toEqual([
			{ agent: 'tns', value: 'SN Ia' },
			{ agent: 'a (lc)', value: 'SN II' }
		]);
		expect(differ(says('class', 'tns', 'SN Ia'), says('class', 'a', 'sn ia'))).toBeNull();
		expect(differ(says('comment', 'tns', 'fine'), says('comment', 'a', 'not fine'))).toBeNull();
	});

	test('take redshifts within 300 km/s for the same', () => {
		const differ = (a: number, b: number) =>
			statementGroups([says('redshift', 'tns', a), says('redshift', 'a', b)])[0]?.disagreement;
		expect(differ(0.021, 0.0213)).toBeNull();
		expect(differ(0.021, 0.031)).toHaveLength(2);
	});

	test('make a chart of each classifier’s probabilities, greatest first, and leave other numbers as they are', () => {
		const [group] = statementGroups([
			says('probability', 'a', 0.2, { qualifier: 'AGN' }),
			says('probability', 'a', 0.7, { qualifier: 'SN' }),
			says('probability', 'b', 0.5, { qualifier: 'SN' }),
			says('probability', 'b', -99, { qualifier: 'none' })
		]);
		expect(group?.charts.map(({ agent, bars }) => [agent, bars.map(({ label }) => label)])).toEqual([
			['a', ['SN', 'AGN']],
			['b', ['SN']]
		]);
		expect(group?.statements.map(({ qualifier }) => qualifier)).toEqual(['none']);
	});
});

test('other names come from statements in both directions, each once with all who say so', () => {
	const names = otherNames(subject, [
		says('name', 'tns', 'AT2021x'),
		says('name', 'fink', 'AT2021x'),
		says('identity', 'tns', 'objects/lsst/17'),
		says('identity', 'atlas', subject, { subject: 'objects/atlas/A1' }),
		says('class', 'tns', 'SN')
	]);
	expect(names.map((name) => [name.text, name.subject, name.said.map(({ agent }) => agent)])).toEqual([
		['AT2021x', null, ['tns', 'fink']],
		['atlas/A1', 'objects/atlas/A1', ['atlas']],
		['lsst/17', 'objects/lsst/17', ['tns']]
	]);
});

describe('what became known', () => {
	const unsaid = { agent: null, property: null, qualifier: null, value: null, unit: null };
	const nothing = { ...unsaid, revised: 0, count: 1 };
	const told = (what: ToldFacts['what'], more: Partial<ToldFacts>): ToldFacts => ({
		...nothing,
		what,
		...more
	});
	const said = (property: string, qualifier: string, value: string, revised = 0) =>
		told('statement', { agent: 'tns', property, qualifier, value, revised });

	test.each<[ToldFacts[], string[]]>([
		[[told('detection', { count: 12, revised: 3 })], ['12 detections, 3 of them revised']],
		[
			[told('alert', { revised: 1 }), told('limit', { count: 2 })],
			['1 alert revised', '2 upper limits']
		],
		[[said('class', '', 'SN Ia')], ['class SN Ia by tns']],
		[[said('class', 'forest', 'SN II', 1)], ['class (forest) changed to SN II by tns']],
		[['A', 'B', 'C'].map((label) => said('probability', label, '0.3')), ['3 values of probability by tns']],
		[[said('redshift', '', '0.0215432')], ['redshift 0.02154 by tns']],
		[
			[{ ...said('X-ray_limit', '', '1.4e-14'), unit: 'erg/cm2/s' }],
			['X-ray limit 1.4e-14 erg/cm²/s by tns']
		],
		[[told('withdrawn', { value: 'a ghost' })], ['1 withdrawn: a ghost']]
	])('%j reads %j', (facts, words) => {
		expect(toldWords(facts)).toEqual(words);
	});
});
