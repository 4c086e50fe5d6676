/** The error of room `tokenizer`. */

import { RaretagError } from "../core/index.js";

/** A tokenizer file that cannot be used, or windows that cannot be made. */
export class TokenizerError extends RaretagError {}
