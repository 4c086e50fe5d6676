/** The error of room `statistics`. */

import { RaretagError } from "../core/index.js";

/** Values of which a statistic cannot be made. */
export class StatisticsError extends RaretagError {}
