/*
 * The world of an analysis: this module is evaluated in its isolate before it, takes away what would tell one call
 * from another (clock, locale, memory of earlier calls), and answers calls. It runs among the analysis's own objects, so
 * it keeps what it needs of the language before the analysis can touch it, and freezes the rest.
 */
import { deterministicDate } from './date.ts';
import { freezeIntrinsics } from './freeze.ts';
import { randomFrom } from './random.ts';

interface Context {
	readonly known: string;
	readonly parameters: object;
	readonly inputs: object;
}
type Analysis = (given: unknown, context: Context) => unknown;

const { parse, stringify } = JSON;
const { isArray } = Array;
const { isFinite } = Number;
const { freeze, isFrozen } = Object;
const text = String;

let parameters: object = {};
let inputs: object = {};
let outputLimit = 0;
let analysis: Analysis | null = null;
let settled: string | null = null;
let known: string | null = null;
let key = '';
let random: (() => number) | null = null;

/** Removed: what reads a clock, a locale, the garbage collector or another thread, and what compiles machine code. */
const removed = [
	'Intl',
	'WeakRef',
	'FinalizationRegistry',
	'SharedArrayBuffer',
	'Atomics',
	'WebAssembly',
	'Temporal',
	'performance'
];

/** Makes the world of a session; `log` takes a line. */
export function furnish(setting: string, limitBytes: number, log: (line: string) => void): void {
	const given = parse(setting) as { seed: string; parameters: object; inputs: object };
	parameters = freezeDeep(given.parameters);
	inputs = freezeDeep(given.inputs);
	outputLimit = limitBytes;
	const world = globalThis as Record<string, unknown>;
	for (const name of removed) delete world[name];
	for (const owner of [Object, Array, Number, BigInt, Date, String].map((one) => one.prototype as object)) {
		for (const name of Object.getOwnPropertyNames(owner))
			if (/locale/i.test(name)) delete (owner as Record<string, unknown>)[name];
	}
	world.Date = deterministicDate(Date, () => known);
	Math.random = () => {
		random ??= randomFrom(given.seed + key);
		return random();
	};
	const write = (...said: unknown[]): void =>
		log(said.map((one) => (typeof one === 'string' ? one : (stringify(one) ?? text(one)))).join(' '));
	world.console = { log: write, info: write, warn: write, error: write, debug: write };
	freezeIntrinsics();
}

export function adopt(exported: unknown): void {
	if (typeof exported !== 'function') throw new TypeError('its module has no function as default export');
	analysis = exported as Analysis;
	Object.freeze(globalThis);
}

/** Carries out a call that is given as a line of JSON; answers lines, or null until its promise is settled. */
export function carryOut(line: string): string | null {
	settled = null;
	const call = parse(line) as { key: string; known: string; item: unknown };
	({ key, known } = call);
	random = null;
	try {
		const context = freeze({ known, parameters, inputs });
		const said = analysis!(call.item === null ? inputs : call.item, context);
		if (typeof (said as Promise<unknown> | null)?.then !== 'function') return answerOf(said);
		const mine = key;
		void (async () => {
			let answer: string;
			try {
				answer = answerOf(await said);
			} catch (error) {
				answer = failed(error);
			}
			if (mine === key) settled = answer;
		})();
		return null;
	} catch (error) {
		return failed(error);
	}
}

/** The answer of a call that gave a promise, once microtasks have run. */
export function takeSettled(): string {
	return (
		settled ??
		`${stringify({ failed: { reason: 'analysis-failed', what: 'returned a promise that nothing will ever settle' } })}\n`
	);
}

class NoNumber extends Error {}

/** JSON would say null of what is no finite number. */
function orRefused(name: string, value: unknown): unknown {
	if (typeof value === 'number' && !isFinite(value))
		throw new NoNumber(`said that ${name || 'an output'} is ${value}; it must be a finite number or null`);
	return value;
}

function answerOf(said: unknown): string {
	let lines = '';
	const outputs = said === null || said === undefined ? [] : isArray(said) ? said : [said];
	for (let i = 0; i < outputs.length; i++) {
		lines += `{"emit":${stringify(outputs[i], orRefused) ?? 'null'}}\n`;
		if (lines.length > outputLimit)
			return `${stringify({ failed: { reason: 'output-limit', what: `said more than its limit of ${outputLimit / 1e6} MB` } })}\n`;
	}
	return `${lines}{"done":${stringify(key)}}\n`;
}

function failed(error: unknown): string {
	if (error instanceof NoNumber)
		return `${stringify({ failed: { reason: 'bad-output', what: error.message } })}\n`;
	return `${stringify({ failed: { reason: 'analysis-failed', what: `failed: ${describe(error)}` } })}\n`;
}

function describe(error: unknown): string {
	try {
		return error instanceof Error ? text(error.stack ?? error).slice(0, 2000) : text(error).slice(0, 2000);
	} catch {
		return 'an error that cannot be told';
	}
}

/** Deeply frozen JSON; without recursion, since it may be nested deeply. */
function freezeDeep<T extends object>(value: T): T {
	const waiting: object[] = [value];
	for (let one = waiting.pop(); one; one = waiting.pop()) {
		if (isFrozen(one)) continue;
		freeze(one);
		for (const inner of Object.values(one)) if (typeof inner === 'object' && inner) waiting.push(inner);
	}
	return value;
}
