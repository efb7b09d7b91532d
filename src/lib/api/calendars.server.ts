import { heldCalendar, noCalendar } from '#lib/access/people/tokens.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readCampaign } from '#lib/planner/campaigns/index.server.ts';
import { readFacility } from '#lib/planner/facilities/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { contextOf, type Archive, type Context } from './context.server.ts';
import { representFile } from './files/index.server.ts';

/**
 * Assures that a calendar can be had: `account` (the blocks of one's groups and facilities), `schedule`, `campaigns/<name>` or
 * `facilities/<name>`, which must be the asker's to see. @throws LookbackError `api/bad-calendar`, or that there is no such thing.
 */
export async function assertCalendar(context: Context, calendar: string): Promise<void> {
	const [kind, name, ...rest] = calendar.split('/');
	const isWhole = kind === 'account' || kind === 'schedule';
	if (isWhole && name === undefined) return;
	if (name && rest.length === 0) {
		const question = await context.question({});
		if (kind === 'campaigns') return void (await readCampaign(question, name));
		if (kind === 'facilities') return void (await readFacility(question, name));
	}
	throw new LookbackError(
		'incorrect',
		'api/bad-calendar',
		`The calendar must be account, schedule, campaigns/<name> or facilities/<name>; got '${calendar.slice(0, 100)}'.`,
		{ calendar: calendar.slice(0, 100) }
	);
}

/**
 * The calendar that an address with this secret opens, as iCalendar: what its person may see of it now.
 * @throws LookbackError `access/no-calendar`, the same whether it is the secret or the calendar that is none.
 */
export async function openCalendar(archive: Archive, secret: string, now: Instant): Promise<Response> {
	const { person, calendar } = await heldCalendar(archive.database, secret, now);
	const context = contextOf(() => archive, { authorization: null, session: null, calendarOf: person }, now);
	const path = `/${calendar.split('/').map(encodeURIComponent).join('/')}/calendar`;
	try {
		// all of it, as known now
		const file = await representFile(context, new URL('lookback:'), path, '.ics');
		if (file) return file;
	} catch (error) {
		if (!(error instanceof LookbackError) || error.kind !== 'not-found') throw error;
	}
	throw noCalendar();
}
