/** The error of room `objectives`. */

import { RaretagError } from "../core/index.js";

/** An objective that cannot be, or training counts that do not fit its labels. */
export class ObjectiveError extends RaretagError {}
