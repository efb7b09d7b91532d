import { parse } from 'yaml';
import { LookbackError } from '#lib/errors.ts';
import { instantFromUnixMilliseconds, type Instant } from '#lib/sky/time.ts';
import { parseJson } from '../json.ts';
import type { BrokerReply } from './reply.ts';

/** How recordings of HTTP exchanges by VCR (YAML cassettes, format version 1) begin. */
export const recordingStart = /^interactions:\s*\n- request:/;

interface Interaction {
	readonly request?: { readonly uri?: unknown };
	readonly response?: {
		readonly body?: { readonly string?: unknown };
		readonly headers?: Readonly<Record<string, unknown>>;
		readonly status?: { readonly code?: unknown };
	};
}

/** The replies of a recording, in their order; a reply that was an error, or is no JSON, is refused alone. */
export function* recordedReplies(bytes: Uint8Array, name: string): Generator<BrokerReply | LookbackError> {
	const recording = parseYaml(bytes, name);
	for (const [i, interaction] of (recording.interactions ?? []).entries()) {
		const uri = String(interaction.request?.uri ?? '');
		const { body, headers = {}, status } = interaction.response ?? {};
		if (status?.code !== 200) {
			const message = `Reply ${i + 1} of '${name}', from ${uri}, has the status ${String(status?.code)}, not 200.`;
			yield new LookbackError('incorrect', 'brokers/bad-reply', message, { uri, status: status?.code });
			continue;
		}
		try {
			const content = body?.string;
			const text = content instanceof Uint8Array ? content : Buffer.from(String(content ?? ''));
			yield { uri, saidAt: dateOf(headers), body: parseJson(text, `reply ${i + 1} of ${name}`) };
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			yield error;
		}
	}
}

function parseYaml(bytes: Uint8Array, name: string): { interactions?: readonly Interaction[] } {
	try {
		return parse(Buffer.from(bytes).toString('utf8'), { version: '1.1' }) as { interactions?: Interaction[] };
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		const message = `The recording '${name}' is not YAML: ${why}`;
		throw new LookbackError('incorrect', 'brokers/bad-recording', message, { name }, { cause });
	}
}

/** The `Date` header (RFC 9110), as the server had it. */
function dateOf(headers: Readonly<Record<string, unknown>>): Instant | null {
	const [date] = [headers.Date ?? headers.date].flat();
	const milliseconds = typeof date === 'string' ? Date.parse(date) : Number.NaN;
	return Number.isNaN(milliseconds) ? null : instantFromUnixMilliseconds(milliseconds);
}
