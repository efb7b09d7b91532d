/** Whether a text names what the archive may know a target as: `objects/<survey>/<name>` or `events/<name>`. */
export function isSubject(text: string): boolean {
	return /^(objects\/[^/]+|events)\/[^/]+/.test(text);
}
