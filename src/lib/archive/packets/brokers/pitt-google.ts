import { isJsonObject } from '../json.ts';
import { repeatsPhotometry, type ReplyReader } from './reply.ts';

/** Rows of Pitt-Google's tables about one object: `{objectId, rows: [{jd, fid, magpsf, ...}]}`. */
export const pittGoogleReaders: readonly ReplyReader[] = [
	{
		format: 'pittgoogle-json',
		test: ({ body }) => isJsonObject(body) && 'objectId' in body && Array.isArray(body.rows),
		*read() {
			yield repeatsPhotometry('Pitt-Google');
		}
	}
];
