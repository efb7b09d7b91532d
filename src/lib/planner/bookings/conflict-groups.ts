import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { listed } from '../listed.ts';
import type { Pair } from './conflicts.ts';
import type { Block } from './read.server.ts';

/** Blocks that are at odds with one another, each with another of them at least, about one telescope, target or field. */
export interface Conflict {
	readonly kind: Pair['kind'];
	/** Those that come first: accepted ones, then by when they were asked for. */
	readonly blocks: readonly Block[];
	readonly pairs: readonly Pair['blocks'][];
	/** The time in which they lie. */
	readonly from: Instant;
	readonly to: Instant;
	/** What is at odds, in a sentence. */
	readonly what: string;
}

/** Pairs at odds as groups, by their beginning: whatever is at odds with one of a group over the same belongs to it. */
export function groupsOf(pairs: readonly Pair[]): Conflict[] {
	const groups: Conflict[] = [];
	for (const kind of ['telescope', 'target', 'field'] as const)
		for (const own of connected(pairs.filter((one) => one.kind === kind))) {
			const blocks = [...new Map(own.flat().map((one) => [one.block, one])).values()].sort(byPrecedence);
			const from = Math.min(...blocks.map(({ from_at }) => from_at)) as Instant;
			const to = Math.max(...blocks.map(({ to_at }) => to_at)) as Instant;
			groups.push({ kind, blocks, pairs: own, from, to, what: whatOf(kind, blocks, { from, to }) });
		}
	return groups.sort((a, b) => a.from - b.from || (a.blocks[0]!.block < b.blocks[0]!.block ? -1 : 1));
}

function connected(pairs: readonly Pair[]): Pair['blocks'][][] {
	const above = new Map<string, string>();
	const top = (block: string): string => {
		let at = block;
		while (above.has(at)) at = above.get(at)!;
		if (at !== block) above.set(block, at);
		return at;
	};
	for (const { blocks } of pairs) {
		const [a, b] = blocks.map(({ block }) => top(block)) as [string, string];
		if (a !== b) above.set(b, a);
	}
	return [
		...Map.groupBy(
			pairs.map(({ blocks }) => blocks),
			([{ block }]) => top(block)
		).values()
	];
}

function byPrecedence(a: Block, b: Block): number {
	return (
		Number(b.state === 'accepted') - Number(a.state === 'accepted') ||
		a.known_at - b.known_at ||
		(a.block < b.block ? -1 : 1)
	);
}

/** Blocks of a conflict that may stay, none at odds with another, and those that would have to give way to them. */
export function yielding({ blocks, pairs }: Pick<Conflict, 'blocks' | 'pairs'>): {
	readonly stay: readonly Block[];
	readonly yield: readonly Block[];
} {
	const against = new Map<string, string[]>(blocks.map(({ block }) => [block, []]));
	for (const [{ block: a }, { block: b }] of pairs) {
		against.get(a)!.push(b);
		against.get(b)!.push(a);
	}
	const stay = new Set<string>();
	for (const { block } of blocks) if (!against.get(block)!.some((one) => stay.has(one))) stay.add(block);
	return {
		stay: blocks.filter(({ block }) => stay.has(block)),
		yield: blocks.filter(({ block }) => !stay.has(block))
	};
}

function whatOf(
	kind: Pair['kind'],
	blocks: readonly Block[],
	{ from, to }: { readonly from: Instant; readonly to: Instant }
): string {
	const [{ facility, telescope, band }] = blocks as [Block];
	const who =
		blocks.length === 2 ? blocks.map(nameOf).join(' and ') : `${blocks.length} blocks, ${ownersOf(blocks)},`;
	const when = `between ${formatInstant(from)} and ${formatInstant(to)}`;
	if (kind === 'telescope')
		return `${who} want the telescope ${telescope} of ${facility} at the same time, ${when}.`;
	const same = kind === 'target' ? 'look at the same target' : 'cover the same field';
	return `${who} ${same}${band === null ? '' : ` in ${band}`}, ${when}.`;
}

/** A block as its reader may know it. */
export function nameOf({ block, owner, label }: Block): string {
	return `${block} of ${ownerOf(owner)}${label === null ? '' : ` (${label})`}`;
}

/** `47 of blue-team and 3 of red-team` */
export function ownersOf(blocks: readonly Block[]): string {
	const counts = Map.groupBy(blocks, ({ owner }) => owner);
	return listed([...counts].map(([owner, own]) => `${own.length} of ${ownerOf(owner)}`));
}

function ownerOf(owner: string | null): string {
	return owner ?? 'a group that stays anonymous';
}
