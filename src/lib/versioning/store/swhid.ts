/** Names of the Software Heritage archive for what git names (SWHID 1.2, ISO/IEC 18670): the same digests. */
export const swhid = {
	revision: (commit: string) => `swh:1:rev:${commit}`,
	directory: (tree: string) => `swh:1:dir:${tree}`,
	content: (blob: string) => `swh:1:cnt:${blob}`
};
