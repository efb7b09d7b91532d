import { gunzipSync } from 'node:zlib';
import { encode } from 'fast-png';
import type { z } from 'zod';
import {
	contentsOf,
	readAlert,
	readCutout,
	readImage,
	readNotice,
	readPacket,
	refusalsOf,
	shadesOf,
	type OriginalPacket
} from '#lib/archive/index.server.ts';
import { assertAdministrator } from '#lib/access/permits.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Context } from '../context.server.ts';
import { word } from '../fields.ts';
import { basisRequest } from '../inputs.ts';
import { packetType } from '../packet-type.ts';
import { alertInput } from '../routers/alerts.server.ts';
import { originalInput } from '../routers/ledger.server.ts';
import { noticeInput } from '../routers/notices.server.ts';
import type { File, FileResource } from './file-resource.ts';

const cutoutInput = alertInput.extend({
	image: word('Which image.', ['science', 'template', 'difference'])
});

const anyType = ['application/avro', 'application/xml', 'application/json', 'application/fits'];
const otherTypes = ['application/vnd.apache.parquet', 'text/csv', 'application/octet-stream'];

/** Packets as they came, and the images in them. */
export const packetFiles: readonly FileResource[] = [
	{
		path: '/alerts/{survey}/{id}',
		suffix: '.avro',
		name: 'readAlertAvro',
		summary:
			'The Avro packet that carried the alert: its original bytes, unpacked where it came compressed by itself.',
		contentTypes: ['application/avro'],
		input: alertInput,
		async read(context, input: z.output<typeof alertInput>) {
			const packet = await packetOfAlert(context, input);
			const { contentType, suffix } = packetType(packet);
			if (contentType === 'application/avro') return original(packet);
			if (packet.format.endsWith('avro')) {
				const bytes = await contentsOf(packet.name, packet.bytes);
				return { bytes, contentType: 'application/avro', name: `${input.survey}_${input.id}.avro` };
			}
			throw new LookbackError(
				'not-found',
				'api/not-avro',
				`The alert came as ${packet.format} (${suffix}), not as Avro; its bytes are at the same address with .original.`,
				{ format: packet.format }
			);
		}
	},
	{
		path: '/alerts/{survey}/{id}',
		suffix: '.original',
		name: 'readAlertOriginal',
		summary: 'The original bytes of the packet that carried the alert, whatever its format.',
		contentTypes: [...anyType, ...otherTypes],
		input: alertInput,
		read: async (context, input: z.output<typeof alertInput>) => original(await packetOfAlert(context, input))
	},
	{
		path: '/alerts/{survey}/{id}/{image}',
		suffix: '.fits',
		name: 'readCutout',
		summary: 'One of the images of an alert, unpacked.',
		contentTypes: ['application/fits', 'image/jpeg', 'application/octet-stream'],
		input: cutoutInput,
		async read(context, input: z.output<typeof cutoutInput>) {
			const { bytes, contentType } = await cutoutOf(context, input);
			return { bytes, contentType, name: `${input.survey}_${input.id}_${input.image}.fits` };
		}
	},
	{
		path: '/alerts/{survey}/{id}/{image}',
		suffix: '.png',
		name: 'readCutoutPicture',
		summary:
			'One of the images of an alert to look at: grey, asinh between the 1st and 99.7th percentile, the lowest row below; north is where the survey has it.',
		contentTypes: ['image/png', 'image/jpeg'],
		input: cutoutInput,
		async read(context, input: z.output<typeof cutoutInput>) {
			const { bytes, contentType } = await cutoutOf(context, input);
			const name = `${input.survey}_${input.id}_${input.image}`;
			if (contentType === 'image/jpeg') return { bytes, contentType, name: `${name}.jpg` };
			const image = readImage(bytes);
			const picture = encode({ ...image, data: shadesOf(image), channels: 1, depth: 8 });
			return { bytes: picture, contentType: 'image/png', name: `${name}.png` };
		}
	},
	{
		path: '/notices/{id+}',
		suffix: '.original',
		name: 'readNoticeOriginal',
		summary: 'The original bytes of the packet that carried the notice, whatever its format.',
		contentTypes: [...anyType, ...otherTypes],
		input: noticeInput,
		async read(context, input: z.output<typeof noticeInput>) {
			const question = await context.question(basisRequest(input));
			const { packet, notice_id } = await readNotice(question, input.id);
			if (packet === null) throw withoutPacket(`notices/${notice_id}`);
			return original(await readPacket(question, context.archive.store, packet));
		}
	},
	{
		path: '/sources/refused/{packet}',
		suffix: '.original',
		name: 'readRefusedOriginal',
		summary:
			'The original bytes of a packet of which something was refused; for administrators of the archive.',
		contentTypes: [...anyType, ...otherTypes],
		input: originalInput,
		async read(context, input: z.output<typeof originalInput>) {
			assertAdministrator(await context.viewer());
			const question = await context.question(basisRequest(input));
			const [refusal] = await refusalsOf(question, input.packet, 1);
			if (!refusal) throw withoutPacket(`sources/refused/${input.packet}`);
			return original(await readPacket(question, context.archive.store, input.packet));
		}
	}
];

async function packetOfAlert(context: Context, input: z.output<typeof alertInput>): Promise<OriginalPacket> {
	const question = await context.question(basisRequest(input));
	const { packet } = await readAlert(question, input.survey, input.id);
	if (packet === null) throw withoutPacket(`alerts/${input.survey}/${input.id}`);
	return readPacket(question, context.archive.store, packet);
}

/** A packet with its digest, so that who keeps it can prove it is what the ledger sealed. */
function original(packet: OriginalPacket): File {
	const { contentType, suffix } = packetType(packet);
	const name = packet.name.split('/').at(-1)!;
	return {
		bytes: packet.bytes,
		contentType,
		name: name.endsWith(suffix) ? name : `${name}${suffix}`,
		headers: { 'repr-digest': `sha-256=:${Buffer.from(packet.sha256).toString('base64')}:` }
	};
}

const mostCutoutBytes = 64 * 2 ** 20;

/** A cutout, unpacked. */
async function cutoutOf(context: Context, input: z.output<typeof cutoutInput>): Promise<Omit<File, 'name'>> {
	const question = await context.question(basisRequest(input));
	const alert = await readAlert(question, input.survey, input.id);
	const { bytes, contentType, contentEncoding } = await readCutout(
		question,
		context.archive.store,
		alert,
		input.image
	);
	if (contentEncoding !== 'gzip') return { bytes, contentType };
	return { bytes: gunzipSync(bytes, { maxOutputLength: mostCutoutBytes }), contentType };
}

function withoutPacket(subject: string): LookbackError {
	return new LookbackError('not-found', 'api/no-packet', `${subject} did not come in a packet.`, { subject });
}
