import type { Column, Row } from '#lib/table/column.ts';
import { inBasis, subjectLink } from '#lib/ui/parts/links.ts';

/** Address of a notice's page: ids hold slashes and `#`, so that the whole id is one segment. */
export function noticeLink(url: URL, noticeId: string): string {
	return inBasis(url, `/notices/${encodeURIComponent(noticeId)}`);
}

/** Where a cell of a table leads, in the basis of the page at `url`: to the page of what it names. */
export function cellLinks(url: URL): (column: Column, row: Row) => string | undefined {
	return ({ name }, row) => {
		const value = row[name];
		if (value === null || value === undefined) return undefined;
		switch (name) {
			case 'object_id':
				return subjectLink(url, `objects/${row.survey}/${value}`);
			case 'alert_id':
				return subjectLink(url, `alerts/${row.survey}/${value}`);
			case 'event':
				return subjectLink(url, `events/${value}`);
			case 'batch':
				return subjectLink(url, `batches/${value}`);
			case 'subject':
				return subjectLink(url, String(value));
			case 'run':
				return subjectLink(url, `runs/${value}`);
			case 'decision':
			case 'supersedes':
			case 'superseded_by':
				return subjectLink(url, `decisions/${value}`);
			case 'analysis':
				return subjectLink(url, `software/${value}`);
			case 'facility':
				return subjectLink(url, `facilities/${value}`);
			case 'campaign':
				return subjectLink(url, `campaigns/${value}`);
			case 'plan':
				return subjectLink(url, `plans/${value}`);
			case 'block':
				return subjectLink(url, `schedule/${value}`);
			case 'notice_id':
				return noticeLink(url, String(value));
		}
	};
}
