import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { ToldAddress } from '../config.server.ts';

/**
 * Whose request it is, as far as that can be told: the network address, by the proxy's word where there is one, as
 * adapter-node reads it for the pages. It is for limits alone.
 */
export function clientOf({ headers, socket }: IncomingMessage, told: ToldAddress | null): string {
	const value = told && headers[told.header];
	if (typeof value !== 'string') return networkOf(socket.remoteAddress ?? '');
	if (told!.header !== 'x-forwarded-for') return networkOf(value.trim());
	return networkOf(value.split(',').at(-told!.depth)?.trim() ?? '');
}

/** An address; of IPv6 the first 64 bits, since all that follows is one network's to choose (RFC 4291, section 2.5.1). */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
	const [before = '', after] = address.split('%')[0]!.split('::');
	const groups = (text: string) => text.split(':').filter((group) => group !== '');
	const [head, tail] = [groups(before), groups(after ?? '')];
	const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
	return [...head, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tail]
		.slice(0, 4)
		.map((group) => parseInt(group, 16).toString(16))
		.join(':');
}
