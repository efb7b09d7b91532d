import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './asking.ts';

/** What one of a crowd does: asks something and says what kind of question it was. */
export type Act = () => Promise<{ kind: string; answer: Answer }>;

/** Answers by kind of question. */
export type Answers = Map<string, Answer[]>;

export interface Crowd {
	readonly size: number;
	readonly act: Act;
}

/**
 * Crowds at work for `seconds`, all at once: each member waits for its answer, then as long as a 429 tells it to, else
 * between half and one and a half times `pauseMs`.
 */
export async function together(
	crowds: readonly Crowd[],
	seconds: number,
	pauseMs: number
): Promise<Answers[]> {
	const end = performance.now() + seconds * 1000;
	return Promise.all(
		crowds.map(async ({ size, act }) => {
			const answers: Answers = new Map();
			const member = async () => {
				await sleep(Math.random() * pauseMs);
				while (performance.now() < end) {
					const { kind, answer } = await act();
					if (!answers.has(kind)) answers.set(kind, []);
					answers.get(kind)!.push(answer);
					const { status, retryAfterSec } = answer;
					await sleep(
						status === 429 && retryAfterSec !== null ? retryAfterSec * 1000 : (0.5 + Math.random()) * pauseMs
					);
				}
			};
			await Promise.all(Array.from({ length: size }, member));
			return answers;
		})
	);
}
