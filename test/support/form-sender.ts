/** A browser without scripts that keeps its session and sends forms. */
export interface FormSender {
	/** Secret of its session, null where it is signed out. */
	session: string | null;
	get(path: string): Promise<Sent>;
	/** Sends a form as a page of the portal does, or as `origin` does. */
	post(path: string, fields: readonly (readonly [string, string])[], origin?: string | null): Promise<Sent>;
}

export interface Sent {
	readonly status: number;
	/** Where it leads, null where it stays. */
	readonly location: string | null;
	readonly html: string;
	/** Words of the note above the forms, null without one. */
	readonly note: string | null;
	readonly headers: Headers;
}

const cookie = 'lookback_session';

export function formSender(address: string, session: string | null = null): FormSender {
	const sender: FormSender = {
		session,
		get: (path) => send(path, { method: 'GET' }),
		post: (path, fields, origin = address) =>
			send(path, {
				method: 'POST',
				headers: origin === null ? {} : { origin },
				body: new URLSearchParams(fields.map(([name, value]) => [name, value]))
			})
	};
	async function send(path: string, init: RequestInit): Promise<Sent> {
		const headers = new Headers(init.headers);
		headers.set('accept', 'text/html');
		if (sender.session !== null) headers.set('cookie', `${cookie}=${sender.session}`);
		const response = await fetch(address + path, { ...init, headers, redirect: 'manual' });
		for (const line of response.headers.getSetCookie()) {
			const [, value] = new RegExp(`^${cookie}=([^;]*)`).exec(line) ?? [];
			if (value !== undefined) sender.session = value || null;
		}
		const html = await response.text();
		const note = /<p[^>]* role="(?:alert|status)"[^>]*>([^]*?)<\/p>/.exec(html)?.[1];
		return {
			status: response.status,
			location: response.headers.get('location'),
			html,
			note: note === undefined ? null : plainText(note),
			headers: response.headers
		};
	}
	return sender;
}

/** Text of HTML as it is read. */
export function plainText(html: string): string {
	const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
	return html
		.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<!--[^]*?-->/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => named[name]!)
		.replace(/\s+/g, ' ')
		.trim();
}
