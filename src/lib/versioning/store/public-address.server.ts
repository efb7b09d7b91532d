import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no one outside this machine and its own networks has, or that lead there by a detour: the special-purpose
 * registries of IANA (RFC 6890 and what came after).
 */
const special = new BlockList();
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3]
] as const)
	special.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
	// within what is given out to the world: Teredo and its like, documentation, 6to4
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
] as const)
	special.addSubnet(net, bits, 'ipv6');

/** What is given out to the world so far; all else of IPv6, IPv4 written in it included, is special. */
const world = new BlockList();
world.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one that anybody in the world may ask. */
export function isPublicAddress(address: string): boolean {
	const version = isIP(address);
	if (version === 4) return !special.check(address, 'ipv4');
	return version === 6 && world.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
