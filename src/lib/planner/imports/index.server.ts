/** The front door of imports. */
export { readCalendar, type CalendarEvent } from './calendar.ts';
export type { Imported, ImportHints } from './imported.ts';
export { readPointings } from './read.server.ts';
