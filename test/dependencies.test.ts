import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (name: string): unknown =>
	JSON.parse(readFileSync(join(import.meta.dirname, '..', name), 'utf8'));

interface Locked {
	readonly dev?: boolean;
	readonly license?: string;
	readonly resolved?: string;
	readonly hasInstallScript?: boolean;
}
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };
const manifest = read('package.json') as {
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	allowScripts: Record<string, boolean>;
};
const all = Object.entries(packages).filter(([path]) => path !== '');

/** Licences under which we may ship what we depend on, beside our own Apache-2.0. */
const allowed = /^(MIT|MIT-0|Apache-2\.0|ISC|BSD-[23]-Clause|0BSD|Unlicense|BlueOak-1\.0\.0|CC0-1\.0|Zlib)$/;
/** All of several that bind together: `(MIT AND Zlib)`. */
const licencesIn = (license: string) => license.replace(/^\((.*)\)$/, '$1').split(' AND ');

it('what is shipped is under licences that allow it', () => {
	const shipped = all.filter(([, { dev }]) => !dev);
	expect(shipped.length).toBeGreaterThan(50);
	const isAllowed = ({ license = 'none' }: Locked) => licencesIn(license).every((one) => allowed.test(one));
	expect(shipped.filter(([, one]) => !isAllowed(one))).toEqual([]);
});

it('what we ask for by name has one version', () => {
	const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
	expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it('nothing runs a script when it is installed that was not allowed to', () => {
	const names = all
		.filter(([, { hasInstallScript }]) => hasInstallScript)
		.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
	const isAllowed = (name: string) =>
		Object.keys(manifest.allowScripts).some((wanted) => wanted === name || wanted.startsWith(`${name}@`));
	expect([...new Set(names)].filter((name) => !isAllowed(name))).toEqual([]);
});

it('the lock file says nothing of where packages came from', () => {
	expect(all.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
