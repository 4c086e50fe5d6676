/** The error of the room `training`. */

import { RaretagError } from "../core/index.js";

/** A run that cannot be done as asked. */
export class TrainingError extends RaretagError {}
