import type { z } from 'zod';
import type { Context } from '../context.server.ts';

export interface File {
	readonly bytes: Uint8Array;
	readonly contentType: string;
	/** Under which it is kept by who downloads it. */
	readonly name: string;
	readonly headers?: Record<string, string>;
}

/** Something whose bytes are handed out as they came. */
export interface FileResource {
	readonly path: string;
	readonly suffix: string;
	readonly name: string;
	readonly summary: string;
	readonly contentTypes: readonly string[];
	readonly input: z.ZodObject;
	read(context: Context, input: never): Promise<File>;
}
