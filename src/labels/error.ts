/** The error of room `labels`. */

import { RaretagError } from "../core/index.js";

/** Types that make no label set, or mentions that a label set cannot hold. */
export class LabelError extends RaretagError {}
