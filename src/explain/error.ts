/** The error of room `explain`. */

import { RaretagError } from "../core/index.js";

/** Something that cannot be explained: no word, an unknown type, a baseline that the vocabulary lacks. */
export class ExplainError extends RaretagError {}
