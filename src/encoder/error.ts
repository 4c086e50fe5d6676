/** The error of the room `encoder`. */

import { RaretagError } from "../core/index.js";

/** An encoder that raretag cannot build. */
export class EncoderError extends RaretagError {}
