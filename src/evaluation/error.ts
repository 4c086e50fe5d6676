/** The error of room `evaluation`. */

import { RaretagError } from "../core/index.js";

/** Gold and predicted values that cannot be compared, or tags that cannot be read. */
export class EvaluationError extends RaretagError {}
