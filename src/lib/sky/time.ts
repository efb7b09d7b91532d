/** A moment in UTC: whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX). */
export type Instant = number & { readonly __brand: 'Instant' };
