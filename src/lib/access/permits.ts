import { LookbackError } from '#lib/errors.ts';
import type { Role } from './roles.ts';
import type { Viewer } from './viewer.ts';

/** Whether it may do what a role in a group lets its holders do; administrators may do everything. */
export function may(viewer: Viewer, role: Role, group: string): boolean {
	if (!viewer.mayWrite) return false;
	const own = viewer.roles.get(group);
	return viewer.isAdministrator || own?.has(role) === true || own?.has('administrator') === true;
}

/** @throws LookbackError `access/token-wanted` for the public, `access/not-allowed` for who may not do this. */
export function assertMay(viewer: Viewer, role: Role, group: string): void {
	assertMayWrite(viewer);
	if (may(viewer, role, group)) return;
	throw new LookbackError(
		'forbidden',
		'access/not-allowed',
		`This wants the role ${role} in the group ${group}, which ${viewer.name} does not have.`,
		{ role, group }
	);
}

/** @throws LookbackError for whoever may write nothing at all. */
export function assertMayWrite(viewer: Viewer): void {
	if (viewer.kind === 'public')
		throw new LookbackError(
			'unauthenticated',
			'access/token-wanted',
			'Writing wants an Authorization header with a token that may write, "Bearer <token>", or a sign-in.'
		);
	if (!viewer.mayWrite)
		throw new LookbackError('forbidden', 'access/read-only', 'This token may read and not write.');
}

/** Whether it may do what contributors do in some group at least. */
export function isContributor(viewer: Viewer): boolean {
	return maySomewhere(viewer, 'contributor');
}

function maySomewhere(viewer: Viewer, role: Role): boolean {
	const isOf = (group: string) => may(viewer, role, group);
	return viewer.mayWrite && (viewer.isAdministrator || [...viewer.roles.keys()].some(isOf));
}

/** @throws LookbackError for whoever may add packets to no collection at all. */
export function assertContributor(viewer: Viewer): void {
	assertMayWrite(viewer);
	if (isContributor(viewer)) return;
	throw new LookbackError(
		'forbidden',
		'access/not-allowed',
		`Adding packets wants the role contributor in some group, which ${viewer.name} does not have.`
	);
}

/** @throws LookbackError for whoever may plan for no group at all. */
export function assertPlanner(viewer: Viewer): void {
	assertMayWrite(viewer);
	if (maySomewhere(viewer, 'planner')) return;
	throw new LookbackError(
		'forbidden',
		'access/not-allowed',
		`Recording a campaign wants the role planner in some group, which ${viewer.name} does not have.`
	);
}

/** Whether it may tell where some instrument looked: as an operator of a facility, or as a contributor to a group's campaigns. */
export function isTeller(viewer: Viewer): boolean {
	return maySomewhere(viewer, 'operator') || maySomewhere(viewer, 'contributor');
}

/** @throws LookbackError for whoever may tell of no pointing at all. */
export function assertTeller(viewer: Viewer): void {
	assertMayWrite(viewer);
	if (isTeller(viewer)) return;
	throw new LookbackError(
		'forbidden',
		'access/not-allowed',
		`Telling of pointings wants the role operator or contributor in some group, and ${viewer.name} has neither in any.`
	);
}

/** @throws LookbackError for whoever answers for no facility at all. */
export function assertOperator(viewer: Viewer): void {
	assertMayWrite(viewer);
	if (maySomewhere(viewer, 'operator')) return;
	throw new LookbackError(
		'forbidden',
		'access/not-allowed',
		`Telling of a facility wants the role operator in the group that answers for it, and ${viewer.name} has it in none.`
	);
}

/** For what only administrators of the archive may read. @throws LookbackError for everyone else. */
export function assertAdministrator(viewer: Viewer): void {
	if (viewer.isAdministrator) return;
	if (viewer.kind === 'public')
		throw new LookbackError(
			'unauthenticated',
			'access/token-wanted',
			'This is for administrators of the archive; it wants a sign-in, or an Authorization header with a token.'
		);
	throw new LookbackError(
		'forbidden',
		'access/not-allowed',
		`This is for administrators of the archive, of whom ${viewer.name} is none.`
	);
}
