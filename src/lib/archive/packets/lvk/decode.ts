import type { PacketFacts } from '#lib/archive/facts.ts';
import type { LookbackError } from '#lib/errors.ts';
import type { PacketContext } from '../decoder.ts';
import { lvkFacts } from './facts.ts';

/** Reads an LVK alert that came as JSON; see `lvkFacts`. */
export function decodeLvkJson(json: unknown, context: PacketContext): Generator<PacketFacts | LookbackError> {
	return lvkFacts(json, context, 'lvk-json');
}
