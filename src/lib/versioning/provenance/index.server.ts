/** The front door of provenance. */
export { provJson } from './prov-json.ts';
export { readProvenance, type ProvenanceOf } from './read.server.ts';
