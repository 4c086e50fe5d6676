/** The error of the room `recognizer`. */

import { RaretagError } from "../core/index.js";

/** A model folder that cannot be used. */
export class ModelError extends RaretagError {}
