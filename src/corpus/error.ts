/** The error of room `corpus`: a corpus that cannot be read, split or written as asked. */

import { RaretagError } from "../core/index.js";

/** Bad corpus input, with the file and line where it was found. Never carries document text. */
export class CorpusError extends RaretagError {}
