import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { lock } from '#lib/db/embedded-lock.server.ts';

/**
 * Starts the Chromium that comes with the packages, unpacked into `folder` where it is not yet. It reaches 127.0.0.1 and
 * nothing else, and brings its own fonts and libraries, so that screenshots do not depend on the machine.
 */
export async function launchChromium(folder: string): Promise<Browser> {
	await unpack(folder);
	return chromium.launch({
		executablePath: join(folder, 'chromium'),
		env: {
			...process.env,
			FONTCONFIG_PATH: join(folder, 'fonts'),
			LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
			HOME: folder,
			TZ: 'UTC'
		},
		args: [
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
			'--disable-background-networking',
			'--font-render-hinting=none',
			'--use-angle=swiftshader',
			'--enable-unsafe-swiftshader',
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
		]
	});
}

const LONGEST_WAIT_MS = 100_000;

/** Unpacks Chromium, its fonts and libraries, once. */
async function unpack(folder: string): Promise<void> {
	mkdirSync(dirname(folder), { recursive: true });
	const turn = await lock(`${folder}.lock`, 'exclusive', LONGEST_WAIT_MS);
	try {
		mkdirSync(folder, { recursive: true });
		const { inflate } = await import('@sparticuz/chromium');
		const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
		const packed = join(dirname(entry), '..', 'bin');
		// The package unpacks into os.tmpdir(), where others' runs do too.
		const before = process.env.TMPDIR;
		process.env.TMPDIR = folder;
		try {
			await Promise.all(readdirSync(packed).map((file) => inflate(join(packed, file))));
		} finally {
			if (before === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = before;
		}
	} finally {
		turn.release();
	}
}
