import { allTextsOf, textsOf } from '#lib/api/forms.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

const mostDays = 3650;

/** Fields of the form for a token. */
export const tokenFields = ['label', 'days', 'read_only', 'group'] as const;

/** Fields of the form for the address of a calendar. */
export const calendarFields = ['label', 'days', 'calendar'] as const;

/**
 * What the form for a token says, as `makeToken` takes it.
 * @throws LookbackError `routes/bad-token-form` for days that are none, or a group that is not one of `groups`.
 */
export function readTokenForm(form: FormData, now: Instant, groups: readonly string[]) {
	const given = textsOf(form, tokenFields);
	const ticked = allTextsOf(form, 'group');
	const foreign = ticked.find((group) => !groups.includes(group));
	if (foreign !== undefined)
		throw wrong(`it carries rights of your groups alone; got '${foreign.slice(0, 100)}'`);
	return {
		...readKey(given, now),
		may_write: given.read_only === '',
		groups: ticked.length === 0 ? null : ticked
	};
}

/** What that form says, as `makeCalendar` takes it. @throws LookbackError `routes/bad-token-form` for days that are none. */
export function readCalendarForm(form: FormData, now: Instant) {
	const { calendar, ...key } = textsOf(form, calendarFields);
	return { ...readKey(key, now), calendar };
}

/** What every key is called and when it ends. @throws LookbackError `routes/bad-token-form`. */
function readKey(given: { readonly label: string; readonly days: string }, now: Instant) {
	const days = /^\d{1,4}$/.test(given.days) ? Number(given.days) : 0;
	if (days < 1 || days > mostDays)
		throw wrong(`the days must be a whole number from 1 to ${mostDays}; got '${given.days.slice(0, 20)}'`);
	return { label: given.label.trim(), expires_at: (now + days * microsecondsPerDay) as Instant };
}

function wrong(why: string): LookbackError {
	return new LookbackError('incorrect', 'routes/bad-token-form', `The token cannot be made: ${why}.`);
}
