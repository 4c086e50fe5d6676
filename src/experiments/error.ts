/** The error of room `experiments`. */

import { RaretagError } from "../core/index.js";

/** A grid, a record or a job that cannot be used. */
export class ExperimentError extends RaretagError {}
