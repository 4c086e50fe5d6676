/** The error of the room `knn`. */

import { RaretagError } from "../core/index.js";

/** A datastore that cannot be used, or a search that was asked for the impossible. */
export class KnnError extends RaretagError {}
