/** The front door of imports. */
export { readCalendar, type CalendarEvent } from './calendar.ts';
export { foreignEvents } from './foreign-events.server.ts';
export { importPointings, importWords } from './import.server.ts';
export type { ImportHints } from './imported.ts';
export { readPointings } from './read.server.ts';
