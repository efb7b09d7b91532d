import type { InferSelectModel } from 'drizzle-orm';
import type * as schema from '#lib/db/schema.ts';

export type Alert = InferSelectModel<typeof schema.alert>;
export type Measurement = InferSelectModel<typeof schema.photometry>;
export type Statement = InferSelectModel<typeof schema.statement>;
export type Notice = InferSelectModel<typeof schema.notice>;
export type Localization = Omit<InferSelectModel<typeof schema.localization>, 'cells'>;
export type LedgerBatch = Omit<InferSelectModel<typeof schema.batch>, 'manifest'>;
