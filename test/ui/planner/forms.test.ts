import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import CampaignForm from '#lib/ui/planner/CampaignForm.svelte';
import PlanForm from '#lib/ui/planner/PlanForm.svelte';
import { noGoals } from '#lib/planner/campaigns/written-goals.ts';

const plain = (html: string) => html.replace(/<!--.*?-->/g, '').replace(/\s+/g, ' ');

it('a form begins with what is known, or with what was refused', () => {
	const props = {
		campaigns: ['a', 'b'],
		from: '2026-06-01',
		to: '2026-06-02',
		facilities: [],
		submit: 'Plan'
	};
	const first = plain(render(PlanForm, { props }).body);
	expect(first).toMatch(/name="campaigns" value="a b"/);
	expect(first).toMatch(/<input(?=[^>]* name="from")(?=[^>]* value="2026-06-01")/);
	const again = plain(
		render(PlanForm, { props: { ...props, refused: 'No.', given: { from: 'whenever', seconds: '3' } } }).body
	);
	expect(again).toMatch(/role="alert"[^>]*>No\./);
	expect(again).toMatch(/<input(?=[^>]* name="from")(?=[^>]* value="whenever")/);
	const goals = { ...noGoals, targets: 'M 13, 250.42, 36.46, r, 60' };
	const form = plain(render(CampaignForm, { props: { owners: ['blue-team'], goals } }).body);
	expect(form).toMatch(/<textarea[^>]*name="targets"[^>]*>M 13, 250.42, 36.46, r, 60<\/textarea>/);
	expect(form).toMatch(/<input type="hidden" name="follows" value="0"/);
});
