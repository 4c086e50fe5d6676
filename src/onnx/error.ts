/** The error of rooms that build graphs. */

import { RaretagError } from "../core/index.js";

/** A graph that cannot be built or that breaks its own declarations. */
export class GraphError extends RaretagError {}
