import { describe, expect, test } from 'vitest';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { likelyStep, type Steps } from '#lib/ui/time/steps.ts';

const day = (number: number) => parseInstant(`2021-10-0${number}`);
const step = (number: number) => ({ known: day(number) });

/** The step that is likely after some days of October, whose neighbours are the days before and after the last. */
function after(...days: number[]) {
	const at = days.at(-1)!;
	const steps: Steps = { earlier: step(at - 1), later: step(at + 1), by: 'change' };
	return likelyStep(steps, days.map(day));
}

describe('the step that is fetched ahead', () => {
	test('leads back in time where the reader took none yet', () => {
		expect(after(5)).toEqual(step(4));
	});

	test('leads on the way they go', () => {
		expect(after(5, 4)).toEqual(step(3));
		expect(after(3, 4, 5)).toEqual(step(6));
		expect(after(5, 4, 3)).toEqual(step(2));
	});

	test('leads back to where they came from once they turned round, for as long as they go to and fro', () => {
		expect(after(5, 4, 5)).toEqual(step(4));
		expect(after(5, 4, 5, 4)).toEqual(step(5));
		expect(after(4, 5, 4)).toEqual(step(5));
	});

	test('leads on again after a second step the same way', () => {
		expect(after(5, 4, 5, 6)).toEqual(step(7));
	});

	test('leads the other way where theirs ends, and nowhere where both do', () => {
		expect(likelyStep({ earlier: step(4), later: null, by: 'change' }, [day(4), day(5)])).toEqual(step(4));
		expect(likelyStep({ earlier: null, later: null, by: 'nothing' }, [day(5)])).toBeNull();
	});
});
