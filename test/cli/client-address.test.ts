import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientOf, networkOf } from '../../src/cli/client-address.server.ts';

test.each([
	['192.0.2.1', '192.0.2.1'],
	['::ffff:192.0.2.1', '192.0.2.1'],
	['::1', '0:0:0:0'],
	['2001:db8::1', '2001:db8:0:0'],
	['2001:db8::2', '2001:db8:0:0'],
	['2001:0DB8:0:0:1:2:3:4', '2001:db8:0:0'],
	['2001:db8:1::', '2001:db8:1:0'],
	['2001:db8:1:2:3:4:5::', '2001:db8:1:2'],
	['fe80::1%eth0', 'fe80:0:0:0'],
	['unknown', 'unknown']
])('%s is of the network %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});

const request = (headers: Record<string, string>) =>
	({ headers, socket: { remoteAddress: '198.51.100.7' } }) as unknown as IncomingMessage;

test.each([
	['is whoever connects, where no proxy is told of', null, '198.51.100.7'],
	['is whom the proxy names', { header: 'x-forwarded-for', depth: 1 }, '192.0.2.2'],
	['is whom the first of two proxies names', { header: 'x-forwarded-for', depth: 2 }, '192.0.2.1'],
	[
		'is nobody told apart, where fewer are named than there are proxies',
		{ header: 'x-forwarded-for', depth: 5 },
		''
	],
	['is whom another header names', { header: 'x-real-ip', depth: 1 }, '192.0.2.9'],
	[
		'is whoever connects, where the header is missing',
		{ header: 'cf-connecting-ip', depth: 1 },
		'198.51.100.7'
	]
])('a client %s', (_, told, client) => {
	const headers = { 'x-forwarded-for': '203.0.113.1, 192.0.2.1, 192.0.2.2', 'x-real-ip': '192.0.2.9' };
	expect(clientOf(request(headers), told)).toBe(client);
});
