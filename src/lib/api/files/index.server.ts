import { matchPath } from '../address.ts';
import type { Context } from '../context.server.ts';
import { attachment, basisHeaders } from '../headers.ts';
import { readQuery } from '../query.ts';
import { pathFields } from '../resources/resource.ts';
import { exportFiles } from './exports/index.server.ts';
import type { FileResource } from './file-resource.ts';
import { packetFiles } from './packets.server.ts';
import { provenanceFile } from './provenance.server.ts';

export const files: readonly FileResource[] = [provenanceFile, ...exportFiles, ...packetFiles];

/** Answers a GET of a file, or null where the address is none. */
export async function representFile(
	context: Context,
	url: URL,
	path: string,
	suffix: string
): Promise<Response | null> {
	for (const resource of files.filter((one) => one.suffix === suffix)) {
		const fields = matchPath(resource.path, path);
		if (!fields) continue;
		const inPath = pathFields(resource);
		const names = Object.keys(resource.input.shape).filter((name) => !inPath.includes(name));
		const input = resource.input.parse({ ...fields, ...readQuery(url.searchParams, names) });
		const file = await resource.read(context, input as never);
		return new Response(file.bytes as Uint8Array<ArrayBuffer>, {
			headers: {
				'content-type': file.contentType,
				'content-length': String(file.bytes.length),
				...file.headers,
				...basisHeaders(context),
				...attachment(file.name)
			}
		});
	}
	return null;
}
