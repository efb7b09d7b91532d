import type { RunDocument } from '../../runs/document.ts';

/** What a package says of itself. */
export function readmeOf({
	run,
	analysis,
	commit,
	basis,
	audience,
	inputs,
	outputs,
	inputs_digest,
	outputs_digest,
	environment,
	reason
}: RunDocument): string {
	const carriedOut = Object.entries(environment).map(([name, value]) => `- ${name}: ${value}`);
	return `# Run ${run}

The analysis \`${analysis}@${commit}\`, carried out as of the basis \`${basis}\` on what its audience (${audience}) could see
then: ${inputs.length} inputs, ${outputs.length} outputs${reason === null ? '' : `; it failed: ${reason}`}.

    node replay.mjs

carries it out again on the inputs in this folder and says whether it comes out as it was recorded, or what differs. It
needs Node 24 and nothing else; where the analysis is a command, also what that command needs (\`code/\` has its lockfile).
The code is not kept apart from your machine: read it first.

- \`run.json\`: the recorded run: parameters, digests of every input, outputs
- \`inputs/\`: the inputs, one JSON object a line
- \`code/\`: the files of the commit
- SHA-256 of the inputs: ${inputs_digest}
- SHA-256 of the outputs: ${outputs_digest}

It was carried out by:

${carriedOut.join('\n') || '- nothing: it could not be started'}
`;
}
