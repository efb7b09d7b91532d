import type { Question, RawStore } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Provenance, Relation, Thing } from './model.ts';
import { ofDecision } from './of-decisions.server.ts';
import { ofEvent, ofNotice } from './of-events.server.ts';
import { ofAlert, ofObject } from './of-objects.server.ts';
import { ofBatch, ofPacket } from './of-packets.server.ts';
import { ofBlock, ofPointing } from './of-blocks.server.ts';
import { ofCampaign, ofFacility, ofPlan } from './of-plans.server.ts';
import { ofRun } from './of-runs.server.ts';
import { ofBackTest, ofSoftware } from './of-software.server.ts';
import { ofStatement } from './of-statements.server.ts';

/** What a thing came of, and what came of it. */
export interface ProvenanceOf extends Provenance {
	/** The thing that was asked for, by its full name. */
	readonly about: string;
	/** Whether more was left out than stands here. */
	readonly isCut: boolean;
}

const mostThings = 120;
const farthest = 6;
const mostFollowed = 8;

const makers: ReadonlySet<string> = new Set(['wasGeneratedBy', 'wasAttributedTo', 'wasAssociatedWith']);

/**
 * The provenance of anything with an address, both ways, as known at the question's basis and as far as its asker may
 * see: of what it came, and of what that came, as far as is known; and what came of it.
 * @throws LookbackError `versioning/bad-subject`, or not-found, the same whether it is not there or not the asker's.
 */
export async function readProvenance(
	question: Question,
	store: RawStore,
	subject: string
): Promise<ProvenanceOf> {
	const first = await around(question, store, subject);
	const about = first.things[0]!.id;
	const things = new Map<string, Thing>();
	const relations = new Map<string, Relation>();
	let isCut = false;
	/** Takes over what is told of a thing one way, and answers which others that leads to. */
	const take = (told: Provenance, start: string, way: 'from' | 'to', seen: Set<string>): string[] => {
		const byId = new Map(told.things.map((one) => [one.id, one]));
		if (byId.has(start)) things.set(start, byId.get(start)!);
		const next: string[] = [];
		const waiting = [start];
		const add = (relation: Relation, other: string): boolean => {
			const isNew = !things.has(other);
			if (isNew && things.size >= mostThings) isCut = true;
			else {
				for (const one of [other, relation.plan])
					if (one !== undefined && !things.has(one)) things.set(one, byId.get(one)!);
				relations.set(JSON.stringify([relation.type, relation.from, relation.to]), relation);
			}
			return things.has(other);
		};
		for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
			for (const relation of told.relations.filter((one) => one[way] === id)) {
				const other = relation[way === 'from' ? 'to' : 'from'];
				if (!add(relation, other)) continue;
				if (seen.has(other)) continue;
				seen.add(other);
				// what is told with others has nothing of its own to tell
				if (isMention(other)) waiting.push(other);
				else if (!isOneOfMany(told, relation, way) && !isReading(relation, way)) next.push(other);
			}
			// of what came of it, who or what made it
			if (way === 'to')
				for (const relation of told.relations)
					if (relation.from === id && makers.has(relation.type)) add(relation, relation.to);
		}
		return next;
	};
	const walk = async (way: 'from' | 'to') => {
		const seen = new Set([about]);
		let edge = [about];
		for (let distance = 0; distance < farthest && edge.length > 0; distance++) {
			const next: string[] = [];
			for (const id of edge) {
				const told = id === about ? first : await aroundOrNothing(question, store, id);
				if (told) next.push(...take(told, id, way, seen));
			}
			edge = next;
		}
	};
	things.set(about, first.things[0]!);
	await walk('from');
	await walk('to');
	return { about, things: [...things.values()], relations: [...relations.values()], isCut };
}

/** Whether a relation is one of a long list of its type: such are named, and what is around them is told by themselves. */
function isOneOfMany({ relations }: Provenance, { type, from, to }: Relation, way: 'from' | 'to'): boolean {
	const same = relations.filter(
		(one) => one.type === type && (way === 'from' ? one.from === from : one.to === to)
	);
	return same.length > mostFollowed;
}

/** Whether it leads on from a subject to a run that read it: what that run said of others did not come of this one. */
function isReading({ type, to }: Relation, way: 'from' | 'to'): boolean {
	return way === 'to' && type === 'used' && /^(objects|events|alerts)\//.test(to);
}

/** Things that are told with others alone. */
function isMention(id: string): boolean {
	return /#(others|deciding|document|\d+)$/.test(id) || id.startsWith('agents/');
}

async function aroundOrNothing(question: Question, store: RawStore, id: string): Promise<Provenance | null> {
	try {
		return await around(question, store, id);
	} catch (error) {
		if (error instanceof LookbackError && error.kind === 'not-found') return null;
		throw error;
	}
}

/** A thing, which comes first, and what it came of or came of it at once. */
async function around(question: Question, store: RawStore, id: string): Promise<Provenance> {
	const [kind, ...rest] = id.split('/');
	const name = rest.join('/');
	const [first = '', ...others] = rest;
	switch (kind) {
		case 'objects':
			if (others.length > 0) return ofObject(question, first, others.join('/'));
			break;
		case 'alerts':
			if (isInt64(others.join('/'))) return ofAlert(question, first, BigInt(others.join('/')));
			break;
		case 'events':
			if (name) return ofEvent(question, name);
			break;
		case 'notices':
			if (name) return ofNotice(question, name);
			break;
		case 'packets':
			if (isInt64(name)) return ofPacket(question, BigInt(name));
			break;
		case 'batches':
			if (isInt64(name)) return ofBatch(question, BigInt(name));
			break;
		case 'statements':
			if (isInt64(first) && /^\d{1,9}$/.test(others.join('/')))
				return ofStatement(question, BigInt(first), Number(others[0]));
			break;
		case 'runs':
			if (name) return ofRun(question, store, name);
			break;
		case 'decisions':
			if (name) return ofDecision(question, name);
			break;
		case 'software':
			if (name) return ofSoftware(question, name);
			break;
		case 'backtests':
			if (name) return ofBackTest(question, name);
			break;
		case 'campaigns':
			if (name) return ofCampaign(question, name);
			break;
		case 'plans':
			if (name) return ofPlan(question, name);
			break;
		case 'schedule':
			if (name) return ofBlock(question, name);
			break;
		case 'pointings':
			if (others.length > 0) return ofPointing(question, first, others.join('/'));
			break;
		case 'facilities':
			if (name) return ofFacility(question, name);
			break;
	}
	throw new LookbackError(
		'incorrect',
		'versioning/bad-subject',
		`'${id.slice(0, 200)}' has no provenance; it wants objects/<survey>/<id>, alerts/<survey>/<number>, events/<name>, notices/<id>, packets/<number>, batches/<number>, statements/<batch>/<fact>, runs/<id>, decisions/<id>, software/<name>@<commit>, backtests/<id>, campaigns/<name>, plans/<id>, schedule/<block>, pointings/<facility>/<name> or facilities/<name>.`,
		{ subject: id }
	);
}

function isInt64(text: string): boolean {
	return /^\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}
