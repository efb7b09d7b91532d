import { hash } from 'node:crypto';
import type { Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant } from '#lib/sky/time.ts';
import {
	assertGiven,
	InputsDigest,
	readInputs,
	rowsOf,
	subjectsOf,
	type Inputs,
	type Item
} from '../inputs/index.server.ts';
import type { Parameters } from '../manifest.ts';
import type { Call, Code, Environment, Session } from '../runtime/evaluation.ts';
import { openSession } from '../runtime/index.server.ts';
import { digestOfOutputs, inOrder, type OutputRow, type RecordedItem } from './document.ts';

/** What came of carrying an analysis out. */
export interface Evaluated {
	readonly environment: Environment;
	readonly inputs: readonly RecordedItem[];
	readonly inputsDigest: string;
	/** Objects, events and alerts of which it was given something; in their order. */
	readonly subjects: readonly string[];
	readonly outputs: readonly OutputRow[];
	readonly outputsDigest: string;
	readonly logs: string;
	/** Why it came to no end, in a sentence; null where it did. */
	readonly reason: string | null;
}

/** How an analysis is carried out. */
export interface Manner {
	/** Subjects to which the input that `each` names is cut. */
	readonly only: ReadonlySet<string> | null;
	/** Whether its author is trusted where no sandbox can be had. */
	readonly trusted: boolean;
	/** Ends it, whatever it is doing; it throws then. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Carries an analysis out on its inputs as of the question's basis. One that fails is told with what it had read by
 * then and without outputs; what fails for other reasons (the database, rights) throws.
 */
export async function evaluate(
	question: Question,
	code: Code,
	parameters: Parameters,
	{ only, trusted, signal }: Manner
): Promise<Evaluated> {
	const inputs: RecordedItem[] = [];
	/** Subjects of each of `inputs`. */
	const about: string[][] = [];
	const outputs: OutputRow[] = [];
	let answered = 0;
	let whole = 0;
	const take = (item: Item) => {
		inputs.push({ input: item.input, key: item.key, digest: item.digest, rows: rowsOf(item.value) });
		about.push(subjectsOf(code.manifest.inputs[item.input]!.of, item));
	};
	let session: Session | null = null;
	let reason: string | null = null;
	const end = () => void session?.close();
	signal?.addEventListener('abort', end);
	try {
		signal?.throwIfAborted();
		const read = await readInputs(question, code, parameters, only);
		for (const items of Object.values(read.whole)) items.forEach(take);
		whole = inputs.length;
		const always = new Set(about.flat());
		session = await openSession(code, {
			seed: seedOf(code.commit, parameters, digestOfInputs(inputs)),
			parameters,
			inputs: Object.fromEntries(
				Object.entries(read.whole).map(([name, items]) => [name, items.map(({ value }) => value)])
			),
			trusted
		});
		const calls = callsOf(read, formatInstant(question.basis.knownAt), take);
		for await (const answer of session.evaluate(calls)) {
			const own = read.each === null ? [] : about[whole + answered]!;
			assertGiven(code, answer.key, answer.outputs, (one) => always.has(one) || own.includes(one));
			answered++;
			for (const output of answer.outputs) outputs.push(inOrder({ key: answer.key, ...output }));
		}
	} catch (error) {
		signal?.throwIfAborted();
		if (!isItsOwn(error)) throw error;
		reason = error.message;
		outputs.length = 0;
	} finally {
		signal?.removeEventListener('abort', end);
		await session?.close();
	}
	// how far it had read ahead of a call that failed is chance
	const given = reason === null ? inputs : inputs.slice(0, whole + answered + 1);
	return {
		environment: session?.environment ?? {},
		inputs: given,
		inputsDigest: digestOfInputs(given),
		subjects: [...new Set(about.slice(0, given.length).flat())],
		outputs,
		outputsDigest: digestOfOutputs(outputs),
		logs: session?.logs ?? '',
		reason
	};
}

function digestOfInputs(inputs: readonly RecordedItem[]): string {
	const digest = new InputsDigest();
	for (const item of inputs) digest.add(item);
	return digest.hex;
}

/** Where `Math.random` begins: with the commit, the parameters and what comes whole. */
function seedOf(commit: string, parameters: Parameters, inputsDigest: string): string {
	return hash('sha256', `${commit} ${JSON.stringify(parameters)} ${inputsDigest}`).slice(0, 16);
}

async function* callsOf({ each }: Inputs, known: string, take: (item: Item) => void): AsyncGenerator<Call> {
	if (each === null) {
		yield { key: 'all', known, item: null };
		return;
	}
	for await (const item of each) {
		take(item);
		yield { key: item.key, known, item: item.value };
	}
}

/** Whether it is the analysis that failed, or what it asks for. */
function isItsOwn(error: unknown): error is LookbackError {
	if (!(error instanceof LookbackError)) return false;
	return error.kind === 'incorrect' || error.code.startsWith('versioning/');
}
