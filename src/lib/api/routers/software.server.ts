import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import {
	deploy,
	endDeployment,
	listAnalyses,
	pushPacked,
	readAnalysis,
	readVersion,
	tagCommit
} from '#lib/versioning/store/index.server.ts';
import { bytesField, flag, text } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

const nameField = text('Name of the analysis.', 63);
const versionField = text('A commit, of which 7 digits suffice, a tag or a branch.', 200);
const audienceField = text(
	'Who sees what it says: public, or a group; who sees the analysis unless told.',
	100
);

export const analysesInput = z.strictObject(basisFields);
export const analysisInput = z.strictObject({ name: nameField, ...basisFields });
export const versionInput = z.strictObject({
	name: nameField,
	commit: versionField,
	against: text('Version to compare it with; its first parent unless told.', 200).optional(),
	file: text('Path of a file of it whose text is wanted.', 1000).optional(),
	...basisFields
});

const deployInput = z.strictObject({
	name: nameField,
	commit: versionField,
	audience: audienceField.optional(),
	parameters: z
		.record(z.string(), z.union([z.string(), z.number(), z.boolean()]), {
			error: 'must be an object with a text, a number or true or false for each parameter'
		})
		.default({})
});

const pushInput = z.strictObject({
	/** A zip or tar archive of the folder; base64 in JSON. */
	bytes: bytesField,
	file_name: text('Name of the archive.', 200).default('analysis'),
	name: text('Name of the analysis; the one of its manifest unless told.', 63).optional(),
	audience: text('Who sees it: public, or a group; everyone unless told, for a new one.', 100).optional(),
	branch: text('Branch that it goes on top of.', 200).default('main'),
	message: text('What the version is, in words.', 2000).optional()
});

export const softwareRouter = router({
	/** Analyses that there were, with what was deployed then. */
	list: procedure.input(analysesInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return { basis: formatBasis(question.basis), analyses: await listAnalyses(question) };
	}),

	/** An analysis: its commits, and how its branches, tags and deployments moved. */
	read: procedure.input(analysisInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return { basis: formatBasis(question.basis), ...(await readAnalysis(question, input.name)) };
	}),

	/** One version of an analysis: its manifest, its files, and what changed. */
	version: procedure.input(versionInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const version = await readVersion(ctx.archive.software, question, {
			version: `${input.name}@${input.commit}`,
			against: input.against ?? null,
			path: input.file ?? null
		});
		return { basis: formatBasis(question.basis), ...version };
	}),

	/** Takes the files of an archive as the next version of an analysis. */
	push: procedure.input(pushInput).mutation(async ({ ctx, input }) => {
		const { bytes, file_name: fileName, name = null, audience = null, branch, message = null } = input;
		const push = { bytes, fileName, name, audience, branch, message, isForced: false };
		const done = await pushPacked(ctx.archive, await ctx.viewer(), push, ctx.now);
		return { name: done.name, branch: done.branch, commit: done.commit, batch: done.batch };
	}),

	/** Lets a version of an analysis run on every batch from now on, for an audience. */
	deploy: procedure.input(deployInput).mutation(async ({ ctx, input }) => {
		const { name, commit, audience = null, parameters } = input;
		const wish = { version: `${name}@${commit}`, audience, parameters };
		const done = await deploy(ctx.archive, await ctx.question({}), wish, ctx.now);
		return { batch: done.batch, commit: done.commit, audience: done.audience };
	}),

	/** Ends the deployment of an analysis for an audience. */
	endDeployment: procedure
		.input(z.strictObject({ name: nameField, audience: audienceField.optional() }))
		.mutation(async ({ ctx, input }) => {
			const question = await ctx.question({});
			const { batch } = await endDeployment(
				ctx.archive,
				question,
				input.name,
				input.audience ?? null,
				ctx.now
			);
			return { batch };
		}),

	/** Gives a commit a name that stays. */
	tag: procedure
		.input(
			z.strictObject({
				name: nameField,
				commit: versionField,
				tag: text('Name of the tag.', 200),
				force: flag('Lets a tag that is there move.').default(false)
			})
		)
		.mutation(async ({ ctx, input }) => {
			const wish = { version: `${input.name}@${input.commit}`, tag: input.tag, isForced: input.force };
			const { batch, commit } = await tagCommit(ctx.archive, await ctx.question({}), wish, ctx.now);
			return { batch, commit };
		})
});
