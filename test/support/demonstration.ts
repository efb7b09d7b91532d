import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { demonstrateCampaign, type DemonstratedCampaign } from './demonstration-campaign.ts';
import { demonstrateSoftware, type DemonstratedSoftware } from './demonstration-software.ts';

const program = join(import.meta.dirname, '../../bin/lookback.js');

/** A portal with all that a first start brings along, with software that was used and a campaign that was planned. */
export interface Demonstration {
	/** `http://127.0.0.1:<port>` */
	readonly address: string;
	/** The cookie of a browser in which an administrator is signed in. */
	readonly session: { readonly name: string; readonly value: string };
	readonly software: DemonstratedSoftware;
	readonly planned: DemonstratedCampaign;
	stop(): Promise<void>;
}

/** Starts `lookback serve` on an empty folder. */
export async function startDemonstration(dataDir: string): Promise<Demonstration> {
	const child = spawn(process.execPath, [program, 'serve'], {
		env: { ...process.env, DATABASE_URL: '', LOOKBACK_PORT: '0', LOOKBACK_DATA: dataDir },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = once(child, 'exit');
	const stop = async () => {
		child.kill('SIGINT');
		await ended;
	};
	for await (const line of createInterface(child.stdout)) {
		const [, address, secret] = /^Sign in once: +(http:\S+)\/enter\/(\S+)/.exec(line) ?? [];
		if (!address || !secret) continue;
		child.stdout.resume();
		try {
			const session = await signIn(address, secret);
			const software = await demonstrateSoftware(dataDir);
			return { address, session, software, planned: await demonstrateCampaign(dataDir), stop };
		} catch (error) {
			await stop();
			throw error;
		}
	}
	throw new Error(`lookback serve ended with ${(await ended)[0]} before it was ready.`);
}

/** Follows the link that signs an administrator in. */
async function signIn(address: string, secret: string): Promise<Demonstration['session']> {
	const response = await fetch(`${address}/enter/${secret}`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: address, accept: 'text/html' },
		body: new URLSearchParams()
	});
	for (const line of response.headers.getSetCookie()) {
		const [, name, value] = /^([^=]+)=([^;]+)/.exec(line) ?? [];
		if (name && value) return { name, value };
	}
	throw new Error(`The link signed nobody in: status ${response.status}.`);
}
