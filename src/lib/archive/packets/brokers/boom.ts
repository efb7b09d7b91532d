import { isJsonObject } from '../json.ts';
import { nothingSaid, type ReplyReader } from './reply.ts';

/** Replies of the BOOM API (https://api.kaboom.caltech.edu): its queries answer under `data`, by name. */
export const boomReaders: readonly ReplyReader[] = [
	{
		format: 'boom-json',
		test: ({ body }) => isJsonObject(body) && 'access_token' in body && 'token_type' in body,
		*read() {
			yield nothingSaid('the answer to a login');
		}
	},
	{
		format: 'boom-json',
		test: ({ body }) => isJsonObject(body) && isJsonObject(body.data) && typeof body.message === 'string',
		*read({ body }) {
			const data = isJsonObject(body) && isJsonObject(body.data) ? body.data : {};
			const found = Object.values(data).flatMap((rows) => (Array.isArray(rows) ? rows : [rows])).length;
			yield nothingSaid(
				`an answer of BOOM with ${found} rows of its own tables; its stream Babamul carries the alerts`
			);
		}
	}
];
