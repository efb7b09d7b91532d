import { getTableColumns } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { alertColumns } from '#lib/archive/columns/alerts.ts';
import { localizationColumns, noticeColumns } from '#lib/archive/columns/events.ts';
import { batchColumns } from '#lib/archive/columns/ledger.ts';
import { photometryColumns } from '#lib/archive/columns/photometry.ts';
import { statementColumns } from '#lib/archive/columns/statements.ts';
import * as schema from '#lib/db/schema.ts';

describe('every column of a relation is described, once', () => {
	test.each([
		['alert', schema.alert, alertColumns, []],
		// its place is that of the object's first alert, which not everyone may see
		['photometry', schema.photometry, photometryColumns, ['hpx']],
		['statement', schema.statement, statementColumns, []],
		['notice', schema.notice, noticeColumns, []],
		['localization', schema.localization, localizationColumns, ['cells']],
		['batch', schema.batch, batchColumns, ['manifest', 'salt']]
	] as const)('%s', (_name, table, columns, unsaid) => {
		const kept = Object.keys(getTableColumns(table)).filter(
			(name) => !(unsaid as readonly string[]).includes(name)
		);
		expect(columns.map(({ name }) => name).sort()).toEqual(kept.sort());
	});
});
