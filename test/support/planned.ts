import type { Archive } from '#lib/api/context.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { change, propose } from '#lib/planner/bookings/index.server.ts';
import { recordCampaign } from '#lib/planner/campaigns/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { makePlan, prepareFor, recordPlan } from '#lib/planner/plans/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';

const HOUR = 3_600_000_000;

/** A place that is up all night wherever it is night in the north, whatever the date. */
export const polaris = { name: 'Polaris', raDeg: 37.9546, decDeg: 89.2641 };

/**
 * Facilities, a public campaign, a plan for the coming day and its blocks, each in another state: by the clock of this machine,
 * since the portal shows its own present.
 */
export async function planSomething(
	archive: Archive
): Promise<{ campaign: string; plan: string; block: string }> {
	const { database } = archive;
	const now = () => (Date.now() * 1000) as Instant;
	const by = async () => ({ viewer: await localViewer(database), actor: 'test', now: now() });
	await recordFacilities(
		archive,
		seedFacilities().map((facility) => ({ facility })),
		await by()
	);
	const campaign = 'pole-star';
	const exposures = { exposures: 1, exposureSec: 600 };
	const target = {
		...polaris,
		sets: [
			{ band: 'r', ...exposures },
			{ band: 'g', ...exposures }
		],
		visits: 3,
		facilities: ['liverpool', 'not', 'palomar-60']
	};
	const never = { ...polaris, name: 'the other pole', decDeg: -89.9, sets: [{ band: 'r', ...exposures }] };
	const goals = {
		targets: [target, { ...never, facilities: ['liverpool'] }],
		coverage: [{ event: 'GW170817', sets: [{ band: 'r', exposureSec: 60 }], facilities: ['liverpool'] }]
	};
	const wish = {
		campaign,
		title: 'The pole star',
		audience: 'public',
		owner: 'public',
		isAnonymous: false
	} as const;
	await recordCampaign(archive, { ...wish, state: 'open', goals, reason: null, follows: 0 }, await by());
	const from = ((Math.floor(now() / HOUR) + 1) * HOUR) as Instant;
	const prepared = await prepareFor(archive, await localViewer(database), {
		campaigns: [campaign],
		basis: await resolveBasis(database, {}, now()),
		facilitiesBasis: null,
		facilities: null,
		from,
		to: (from + 24 * HOUR) as Instant,
		options: { seconds: null, iterations: 10, gap: 0.001, seed: 1 }
	});
	const made = await makePlan(prepared);
	const startedAt = now();
	const plan = await recordPlan(archive, made, { ...(await by()), startedAt, finishedAt: startedAt });
	const wishes = made.document.blocks
		.filter((one) => one.label === polaris.name)
		.map((one) => ({
			...{ facility: one.facility, instrument: one.instrument, from: one.from_at, to: one.to_at },
			...{ raDeg: one.ra_deg, decDeg: one.dec_deg, band: one.band, exposureSec: one.exposure_sec },
			...{ exposures: one.exposures, subject: one.subject, label: one.label }
		}));
	const { blocks } = await propose(archive, [{ wanter: { campaign, plan }, wishes }], await by());
	const act = async (
		i: number,
		revision: number,
		how: 'accept' | 'execute' | 'fail' | 'decline' | 'withdraw'
	) =>
		change(
			archive,
			[
				{
					block: blocks[i]!,
					revision,
					act: how,
					reason: how === 'accept' ? null : 'cloud',
					reasonKind: 'weather',
					to: how === 'execute' ? { from: (now() - 1800e6) as Instant, to: (now() - 600e6) as Instant } : null
				}
			],
			await by()
		);
	await act(0, 1, 'accept');
	await act(1, 1, 'accept');
	await act(1, 2, 'execute');
	await act(2, 1, 'accept');
	await act(2, 2, 'fail');
	await act(3, 1, 'decline');
	await act(4, 1, 'withdraw');
	await recordCampaign(
		archive,
		{ ...wish, state: 'open', goals: { targets: [target] }, reason: 'the other is never up', follows: 1 },
		await by()
	);
	return { campaign, plan, block: blocks[0]! };
}
