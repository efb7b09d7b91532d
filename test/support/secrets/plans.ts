import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { SmallArchive } from '../archive.ts';
import { polaris } from '../planned.ts';
import { secret } from './names.ts';

/** The coming day of this machine's clock, by which the portal goes: time is asked for ahead. */
export const night = {
	from: formatInstant((Date.now() * 1000 + 3_600_000_000) as Instant),
	to: formatInstant((Date.now() * 1000 + 90_000_000_000) as Instant)
};

/** A plan, blocks of it, when they are, and of which subjects there is provenance. */
export interface Planned {
	readonly plan: string;
	readonly blocks: readonly string[];
	/** When the first block is. */
	readonly held: { readonly from: string; readonly to: string };
	readonly subjects: readonly string[];
}

/** A campaign of the group, a plan for it, and time asked of a facility that has a secret of its own. */
export async function planInSecret(archive: SmallArchive): Promise<Planned> {
	const { database } = archive;
	const clock = () => (Date.now() * 1000) as Instant;
	const caller = () => {
		const credentials = { authorization: `Bearer ${archive.token}`, session: null };
		return callerOf(contextOf(() => archive, credentials, clock()));
	};
	const seeds = seedFacilities().filter(({ facility }) => ['swope', 'palomar-60'].includes(facility));
	const closed = { ...night, reason: `${secret.word} reason`, isPrivate: true };
	await recordFacilities(
		archive,
		seeds.map((facility) =>
			facility.facility === 'swope'
				? { facility: { ...facility, rules: { given: null, closures: [closed] } }, operators: 'late' }
				: { facility }
		),
		{ viewer: await localViewer(database), actor: 'test', now: clock() }
	);
	await caller().campaigns.save({
		...{
			campaign: secret.campaign,
			title: `${secret.word} title`,
			owner: secret.group,
			audience: secret.group
		},
		is_anonymous: true,
		goals: {
			targets: [{ ...polaris, name: secret.target, sets: [{ band: null, exposureSec: 600 }] }]
		}
	});
	const { plan } = await caller().plans.make({
		...{ campaigns: [secret.campaign], ...night, facilities: ['palomar-60'] },
		iterations: 1
	});
	const { blocks } = await caller().plans.propose({ id: plan });
	const [executed] = blocks as [string];
	const { block } = await caller().schedule.read({ id: executed });
	const held = { from: formatInstant(block.from_at), to: formatInstant(block.to_at) };
	const [began, ended] = [clock() - 1800e6, clock() - 600e6].map((at) => formatInstant(at as Instant));
	for (const [i, change] of [
		{ act: 'accept' as const },
		{ act: 'execute' as const, from: began, to: ended }
	].entries())
		await caller().schedule.change({ changes: [{ block: executed, revision: i + 1, ...change }] });
	const again = { facility: 'palomar-60', instrument: 'sedm-ifu', ...held };
	const wished = await caller().schedule.propose({
		campaign: secret.campaign,
		blocks: [{ ...again, ra_deg: polaris.raDeg, dec_deg: polaris.decDeg, label: secret.target }]
	});
	const subjects = [
		...[`plans/${plan}`, `campaigns/${secret.campaign}`, `schedule/${executed}`, 'facilities/palomar-60'],
		`pointings/palomar-60/${executed}`
	];
	return { plan, blocks: [...wished.blocks, ...blocks], held, subjects };
}
