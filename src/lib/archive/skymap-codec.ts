import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { LookbackError } from '#lib/errors.ts';
import { finestNumberOrder } from '#lib/sky/healpix.ts';
import type { Skymap } from '#lib/sky/skymap.ts';

/*
 * A sky map in a database column. Byte 0: version 1. Bytes 1 to 4: number n of cells, little-endian. Then, deflated
 * (RFC 1951): n orders, one byte each; n pixel numbers, each as the zigzag varint of its difference from the pixel of
 * its order that begins where the cell before it ends; n densities as little-endian doubles. Cells stand in the order
 * of where they begin on the sky, so a map that covers the sky without gaps has differences of 0: a BAYESTAR map of
 * 19,200 cells takes 150 kB, nearly all of it densities (326 kB as three arrays).
 */

const version = 1;
const headBytes = 5;

/** Far above the 50 million pixels of the finest flat map; a count beyond is damage. */
const mostCells = 2 ** 27;

/** A map as bytes, cells sorted by where they begin; nothing else is lost: `decodeSkymap` gives the same doubles. */
export function encodeSkymap({ order, pixel, density }: Skymap): Uint8Array {
	const count = order.length;
	// A pixel's beginning as a part of a base pixel: exact, since it is divided by a power of two.
	const begins = Float64Array.from(pixel, (each, row) => each / 4 ** order[row]!);
	const rows = Uint32Array.from(pixel.keys()).sort(
		(a, b) => begins[a]! - begins[b]! || order[a]! - order[b]!
	);
	const body = Buffer.alloc(count * (1 + 8 + mostVarintBytes));
	let at = 0;
	for (const row of rows) body[at++] = order[row]!;
	let expected = 0;
	for (const row of rows) {
		const scale = 4 ** order[row]!;
		at = writeVarint(body, at, pixel[row]! - Math.floor(expected * scale));
		expected = (pixel[row]! + 1) / scale;
	}
	for (const row of rows) at = body.writeDoubleLE(density[row]!, at);
	const head = Buffer.alloc(headBytes);
	head[0] = version;
	head.writeUInt32LE(count, 1);
	return Buffer.concat([head, deflateRawSync(body.subarray(0, at))]);
}

/** The map that `encodeSkymap` wrote. @throws LookbackError `archive/bad-skymap` for bytes it did not write. */
export function decodeSkymap(bytes: Uint8Array): Skymap {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (head.length < headBytes || head[0] !== version)
		throw damaged(`begins with version ${head[0] ?? 'none'}, and ${version} is wanted`);
	const count = head.readUInt32LE(1);
	if (count > mostCells) throw damaged(`claims ${count} cells, and at most ${mostCells} are kept`);
	const body = inflated(head.subarray(headBytes), count);
	const order = Uint8Array.prototype.slice.call(body, 0, count);
	const pixel = new Float64Array(count);
	const cursor = { at: count };
	let expected = 0;
	for (let i = 0; i < count; i += 1) {
		if (order[i]! > finestNumberOrder) throw damaged(`has a cell of order ${order[i]}`);
		const scale = 4 ** order[i]!;
		pixel[i] = Math.floor(expected * scale) + readVarint(body, cursor);
		expected = (pixel[i]! + 1) / scale;
	}
	if (body.length !== cursor.at + 8 * count) throw damaged(`has ${body.length} bytes for ${count} cells`);
	const density = Float64Array.from({ length: count }, (_, i) => body.readDoubleLE(cursor.at + 8 * i));
	return { order, pixel, density };
}

/** Differences are below 12 * 4^24, 52 bits; with the sign 53, eight groups of seven. */
const mostVarintBytes = 8;

function writeVarint(to: Buffer, at: number, difference: number): number {
	let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
	while (rest >= 128) {
		to[at++] = (rest % 128) | 128;
		rest = Math.floor(rest / 128);
	}
	to[at++] = rest;
	return at;
}

function readVarint(from: Buffer, cursor: { at: number }): number {
	let value = 0;
	for (let scale = 1; ; scale *= 128) {
		const byte = from[cursor.at++];
		if (byte === undefined || scale > 128 ** (mostVarintBytes - 1))
			throw damaged('ends within a pixel number');
		value += (byte & 127) * scale;
		if (byte < 128) return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
	}
}

function inflated(packed: Buffer, count: number): Buffer {
	try {
		return inflateRawSync(packed, { maxOutputLength: count * (1 + 8 + mostVarintBytes) + 1 });
	} catch (cause) {
		throw damaged('does not unpack', cause);
	}
}

function damaged(what: string, cause?: unknown): LookbackError {
	return new LookbackError('fault', 'archive/bad-skymap', `A stored sky map ${what}.`, {}, { cause });
}
