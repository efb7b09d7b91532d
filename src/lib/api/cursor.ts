import { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { int64, plain } from './fields.ts';

/** Text that names the place where the next page begins; opaque to everyone but `decodeCursor`. */
export function encodeCursor(place: object | null): string | null {
	if (place === null) return null;
	const text = JSON.stringify(place, (_key, value: unknown) =>
		typeof value === 'bigint' ? value.toString() : value
	);
	return Buffer.from(text).toString('base64url');
}

/** The place a cursor names, or null without one. @throws LookbackError `api/bad-cursor`. */
export function decodeCursor<Place>(text: string | undefined, schema: z.ZodType<Place>): Place | null {
	if (text === undefined) return null;
	try {
		return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
	} catch (cause) {
		throw new LookbackError(
			'incorrect',
			'api/bad-cursor',
			`cursor must be one that an earlier answer to the same question gave; got '${text.slice(0, 100)}'.`,
			{ cursor: text.slice(0, 100) },
			{ cause }
		);
	}
}

/** Parts of cursors, checked as strictly as any input. */
export const place = {
	text: plain(z.string().max(1000)),
	instant: z.int().transform((microseconds) => microseconds as Instant),
	long: z.string().transform((text, context) => int64(text, context)),
	int: z.int32()
};

/** Where a page of what has a name begins: behind this one. */
export const thingCursor = z.object({ subject: place.text, because: place.text });

/** Where a page of objects begins: behind this one. */
export const objectCursor = z.object({
	distanceArcsec: z.number().nullable(),
	survey: place.text,
	objectId: place.text
});
