/** The error of room `runtime`. */

import { RaretagError } from "../core/index.js";

/** The engine or a device cannot be used, or refused a graph or a run. */
export class RuntimeError extends RaretagError {}
