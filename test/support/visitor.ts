/** Somebody with a browser that keeps cookies, and goes one redirect at a time. */
export interface Visitor {
	/** Cookies by name, of the site that an address is of. */
	cookies(address: string): Map<string, string>;
	/** Asks for one address. */
	get(address: string | URL, headers?: Record<string, string>): Promise<Response>;
	/**
	 * Follows redirects from an address to the first that leads to an address which starts with `until`, or to an answer
	 * that leads nowhere; the answer is where that is.
	 */
	walk(address: string | URL, options?: Walk): Promise<URL>;
}

export interface Walk {
	readonly until?: string;
	readonly headers?: Record<string, string>;
}

const mostSteps = 20;

export function visitor(): Visitor {
	const jars = new Map<string, Map<string, string>>();
	const cookies = (address: string | URL) => {
		const { origin } = new URL(address);
		if (!jars.has(origin)) jars.set(origin, new Map());
		return jars.get(origin)!;
	};
	const get = async (address: string | URL, headers: Record<string, string> = {}) => {
		const jar = cookies(address);
		const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
		const response = await fetch(address, { redirect: 'manual', headers: { ...headers, cookie } });
		for (const line of response.headers.getSetCookie()) {
			const [, name, value, attributes] = /^([^=]+)=([^;]*)(.*)$/.exec(line)!;
			const expires = /expires=([^;]+)/i.exec(attributes!)?.[1];
			const isGone = /max-age=0/i.test(attributes!) || (expires && Date.parse(expires) <= Date.now());
			if (isGone) jar.delete(name!);
			else jar.set(name!, value!);
		}
		return response;
	};
	const walk = async (address: string | URL, { until, headers }: Walk = {}) => {
		let here = new URL(address);
		for (let step = 0; step < mostSteps; step++) {
			const response = await get(here, headers);
			await response.bytes();
			const next = response.headers.get('location');
			if (next === null) return here;
			here = new URL(next, here);
			if (until !== undefined && here.href.startsWith(until)) return here;
		}
		throw new Error(`${address} leads on and on, at last to ${here}`);
	};
	return { cookies, get, walk };
}
