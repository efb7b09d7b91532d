/** The store's front door. */
export { checkOut } from './check-out.server.ts';
export { deploy, endDeployment, type Deploying } from './deploy.server.ts';
export type { FileChange } from './diff.server.ts';
export { repositoryFile } from './dumb-http.server.ts';
export { importRepository, type Import, type Imported } from './import.server.ts';
export { listAnalyses, tellingsOfSoftware, type AnalysisSummary } from './list.server.ts';
export { parameterUnits } from './parameter-units.server.ts';
export { pushFolder, pushPacked, type Push, type Pushed } from './push.server.ts';
export { readAnalysis, type Analysis, type CommitRow, type MovementRow } from './read-analysis.server.ts';
export { readVersion, type Version, type VersionFile } from './read-version.server.ts';
export { readDeployments, readRefs, type Deployment, type Ref } from './refs.server.ts';
export { readSoftware } from './read-software.server.ts';
export { openSoftware, type SoftwareStore } from './repository.server.ts';
export { audiencesKept, mayKeep } from './may-keep.ts';
export { resolveCommit, unknownAnalysis, type NamedCommit } from './resolve.server.ts';
export { tagCommit } from './tag.server.ts';
export { verifySoftware } from './verify-software.server.ts';
