/** Room `knn`: the nearest training tokens of a token, and their vote. */
export { type LogitLayer, logitBasis } from "./basis.js";
export { checkDatastore, type Datastore, type Place, placeOf } from "./datastore.js";
export { type KnnFile, type PackedKnnFile, packKnnFile, unpackKnnFile } from "./datastoreFile.js";
export { KnnError } from "./error.js";
export { createProjection, type Projection } from "./projection.js";
export { createSearch, type Neighbours, type Search, type SearchOptions } from "./search.js";
export { type KnnSettings, METRICS, type Metric, WEIGHTS } from "./settings.js";
export { voteShares, winners } from "./vote.js";
export { appendVote, SHARE_FLOOR } from "./voteGraph.js";
