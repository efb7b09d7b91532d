import type { InferSelectModel } from 'drizzle-orm';
import type * as schema from '#lib/db/schema.ts';

export type Alert = InferSelectModel<typeof schema.alert>;
/** Without the place under which its object is kept: that is the first alert's, which not everyone may see. */
export type Measurement = Omit<InferSelectModel<typeof schema.photometry>, 'hpx'>;
export type Statement = InferSelectModel<typeof schema.statement>;
export type Notice = InferSelectModel<typeof schema.notice>;
export type Localization = Omit<InferSelectModel<typeof schema.localization>, 'cells'>;
export type LedgerBatch = Omit<InferSelectModel<typeof schema.batch>, 'manifest' | 'salt'>;
