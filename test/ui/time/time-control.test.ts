import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import NoBasis from '#lib/ui/time/NoBasis.svelte';
import TimeControl from '#lib/ui/time/TimeControl.svelte';
import type { PageMoments } from '#lib/ui/time/steps.ts';

const now = parseInstant('2026-11-22');
const knownAt = parseInstant('2019-10-01T20:59:00Z');
const text = '2019-10-01T20:59:00Z~1742';
const place = 'http://host/objects/ztf/ZTF19x';
const past = new URL(`${place}?known=2019-10-01T20:59:00Z&band=g&cursor=7`);
const changes = (...days: string[]) => {
	const at = days.map((day) => parseInstant(day));
	return { at, count: at.length };
};

interface Given {
	readonly url?: URL;
	readonly isNow?: boolean;
	readonly moments?: PageMoments | null;
	readonly audiences?: readonly string[];
}
function control({ url = past, isNow = false, moments = {}, audiences = [] }: Given = {}): string {
	const basis = { knownAt: isNow ? now : knownAt, batch: 1742n, text, isNow };
	const { body } = render(TimeControl, { props: { url, ...basis, now, audiences, moments } });
	return body.replace(/<!--[^]*?-->/g, '');
}
const words = (body: string) => body.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
const addressed = (query: string) => new URL(`${place}?${query}`);
const linkOf = (body: string, label: string) =>
	new RegExp(`<a([^>]*)>${label}</a>`).exec(body)?.[1]?.match(/href="([^"]*)"/)?.[1] ?? null;

describe('the time control', () => {
	test('says in words that the page looks back, and leads to now', () => {
		const back = control();
		expect(words(back)).toContain(
			'You see the sky as known at 2019-10-01 20:59:00 UTC; later knowledge is hidden.'
		);
		expect(linkOf(back, 'Now')).toBe('/objects/ztf/ZTF19x?band=g');
	});

	test('is quiet where the page shows now', () => {
		const quiet = control({ url: addressed('band=g'), isNow: true });
		expect(words(quiet)).toContain('You see the sky as known now.');
		expect(quiet).not.toMatch(/<p class="[^"]*\bpast\b/);
		expect(linkOf(quiet, 'Now')).toBeNull();
	});

	test('keeps the parameters of the page in its form, but not the old basis or cursor', () => {
		const hidden = [...control().matchAll(/type="hidden" name="(\w+)" value="(\w+)"/g)];
		expect(hidden.map(([, name, value]) => [name, value])).toEqual([['band', 'g']]);
	});

	test('says what record is pinned, and stays in it when another moment is looked at', () => {
		const pinned = control({
			url: addressed(`basis=${text}`),
			moments: { earlier: knownAt, later: null }
		});
		expect(words(pinned)).toContain('as recorded by batch 1742; later knowledge is hidden.');
		expect(pinned).toMatch(/name="batch" form="time" value="1742"/);
		expect(linkOf(pinned, 'Earlier change')).toBe(
			'/objects/ztf/ZTF19x?known=2019-10-01T20:59:00Z&amp;batch=1742'
		);
	});

	test('pins the basis in its permalink', () =>
		expect(linkOf(control(), 'Permalink')).toBe(`/objects/ztf/ZTF19x?band=g&amp;basis=${text}`));

	test.each([
		['public', 'as the public could see it then'],
		['lvc', 'as lvc could see it then']
	])('says when it is seen by %s', (audience, sentence) => {
		const seen = control({ url: addressed(`as_seen_by=${audience}`), isNow: true });
		expect(words(seen)).toContain(sentence);
		expect(seen).toMatch(/<p class="[^"]*\bpast\b/);
		expect(seen).toMatch(new RegExp(`<option value="${audience}" selected`));
	});

	test('offers the public and the reader’s groups as audiences', () => {
		const body = control({ audiences: ['lvc'] });
		const offered = [...body.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value);
		expect(offered).toEqual(expect.arrayContaining(['', 'public', 'lvc']));
	});

	test('keeps the place of a step that leads nowhere', () => {
		const last = control({ moments: { earlier: null, later: null } });
		expect(last).toMatch(/aria-disabled="true"[^>]*>Earlier change/);
		expect(linkOf(last, 'Earlier change')).toBeNull();
	});

	test('says so on a page that names no changes', () => {
		expect(words(control())).toContain('No changes to step through here');
		expect(control()).not.toMatch(/data-action="(earlier|later)"/);
	});

	test('steps by days where there is no page, and by notices or batches where a page does', () => {
		const later = (knownAt + microsecondsPerDay) as Instant;
		const missing = control({ moments: null });
		expect(linkOf(missing, 'A day later')).toContain('known=2019-10-02T20:59:00Z');
		expect(linkOf(missing, 'A day earlier')).toContain('known=2019-09-30T20:59:00Z');
		const notices: PageMoments = { earlier: null, later, stepsBy: 'notice' };
		expect(linkOf(control({ moments: notices }), 'Later notice')).toContain('known=2019-10-02T20:59:00Z');
		expect(linkOf(control({ url: addressed(''), isNow: true, moments: null }), 'A day later')).toBeNull();
		const ledger: PageMoments = { batchSteps: { earlier: 1740n, later: null } };
		const of = (query: string) =>
			linkOf(control({ url: addressed(query), moments: ledger }), 'Earlier batch');
		expect(of('known=2019-10-01T20:59:00Z&cursor=7')).toBe(
			'/objects/ztf/ZTF19x?known=2019-10-01T20:59:00Z&amp;batch=1740'
		);
		expect(of('')).toBe('/objects/ztf/ZTF19x?batch=1740');
		expect(of(`basis=${text}`)).toBe('/objects/ztf/ZTF19x?known=2019-10-01T20:59:00Z&amp;batch=1740');
		expect(linkOf(control({ moments: ledger }), 'Later batch')).toBeNull();
	});

	test('lists the changes as links, marks the one in force, and counts them from T0', () => {
		const body = control({
			moments: {
				earlier: null,
				later: null,
				moments: changes('2019-09-01', '2019-10-01', '2019-11-01'),
				origin: { label: 'the time of the event', at: parseInstant('2019-08-31T22:00:00Z') }
			}
		});
		expect(words(body)).toContain('Changes: 3');
		expect(words(body)).toContain(
			'T0 is the time of the event, 2019-08-31 22:00:00 UTC MJD 58726.91667 · 7.2 yr ago'
		);
		expect(words(body)).toMatch(/2019-09-01 00:00:00 UTC MJD 58727\.00000 · 7\.2 yr ago ?T0 \+ 2 h/);
		expect(body.match(/aria-current="true"[^]*?datetime="([^"]*)"/)?.[1]).toBe('2019-10-01T00:00:00Z');
	});

	test('says how many of very many changes it lists', () => {
		const some = { ...changes('2019-09-01', '2019-10-01'), count: 20_123 };
		expect(words(control({ moments: { earlier: null, later: null, moments: some } }))).toContain(
			'Of 20,123 changes, here and on the line above are the 2 nearest to this moment.'
		);
	});

	test('draws no line for a page without changes', () =>
		expect(words(control({ moments: { earlier: null, later: null, moments: changes() } }))).not.toContain(
			'Changes'
		));
});

test('an address of no basis keeps what was typed, beside the sentence that refuses it', () => {
	const refused = "The time 'when<ever' is not a time.";
	const url = new URL('http://host/events?known=when%3Cever&kind=gw');
	const { body } = render(NoBasis, { props: { url, now, audiences: [], refused } });
	expect(body).toMatch(/name="known" value="when&lt;ever"[^>]*aria-invalid="true"/);
	expect(body).toMatch(/id="known-problem"[^>]*>The time 'when&lt;ever' is not a time\./);
	expect(body).toContain('href="/events?kind=gw"');
});
