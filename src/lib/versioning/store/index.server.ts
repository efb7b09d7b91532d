/** The store's front door. */
export { checkOut } from './check-out.server.ts';
export { readDeployments, readRefs, type Deployment, type Ref } from './refs.server.ts';
export { openSoftware, type SoftwareStore } from './repository.server.ts';
export { resolveCommit, unknownAnalysis, type NamedCommit } from './resolve.server.ts';
export { pushFolder, type Push, type Pushed } from './push.server.ts';
export { deploy, endDeployment, type Deploying } from './deploy.server.ts';
export { tagCommit } from './tag.server.ts';
export { importRepository, type Import, type Imported } from './import.server.ts';
