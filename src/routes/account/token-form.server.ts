import { textsOf } from '#lib/api/forms.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { microsecondsPerDay } from '#lib/sky/time.ts';

const mostDays = 3650;

/** Texts of the form for a token, beside the groups that are ticked. */
export const tokenFields = ['label', 'days', 'read_only'] as const;

/**
 * What the form for a token says, as `makeToken` takes it.
 * @throws LookbackError `routes/bad-token-form` for days that are none, or a group that is not one of `groups`.
 */
export function readTokenForm(form: FormData, now: Instant, groups: readonly string[]) {
	const given = textsOf(form, tokenFields);
	const ticked = form.getAll('group').filter((value) => typeof value === 'string');
	const foreign = ticked.find((group) => !groups.includes(group));
	if (foreign !== undefined)
		throw wrong(`it carries rights of your groups alone; got '${foreign.slice(0, 100)}'`);
	return {
		label: given.label.trim(),
		may_write: given.read_only === '',
		groups: ticked.length === 0 ? null : ticked,
		expires_at: endAfter(given.days, now)
	};
}

/** Texts of the form for the address of a calendar. */
export const calendarFields = ['label', 'calendar', 'days'] as const;

/** What that form says, as `makeCalendar` takes it. @throws LookbackError `routes/bad-token-form` for days that are none. */
export function readCalendarForm(form: FormData, now: Instant) {
	const { label, calendar, days } = textsOf(form, calendarFields);
	return { label: label.trim(), calendar, expires_at: endAfter(days, now) };
}

/** The end of so many days. @throws LookbackError `routes/bad-token-form`. */
function endAfter(written: string, now: Instant): Instant {
	const days = /^\d{1,4}$/.test(written) ? Number(written) : 0;
	if (days >= 1 && days <= mostDays) return (now + days * microsecondsPerDay) as Instant;
	throw wrong(`the days must be a whole number from 1 to ${mostDays}; got '${written.slice(0, 20)}'`);
}

function wrong(why: string): LookbackError {
	return new LookbackError('incorrect', 'routes/bad-token-form', `The token cannot be made: ${why}.`);
}
