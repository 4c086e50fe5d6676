/** The table of all operators. */

import { opKey } from "../onnx/index.js";
import * as elementwise from "./elementwise.js";
import * as indexing from "./indexing.js";
import * as linear from "./linear.js";
import * as normalization from "./normalization.js";
import type { Operator } from "./operator.js";
import * as quantization from "./quantization.js";
import * as reductions from "./reductions.js";
import * as shapes from "./shapes.js";
import * as voting from "./voting.js";

/** Every operator that a graph of raretag may contain. */
export const OPERATORS: readonly Operator[] = [
  elementwise,
  linear,
  normalization,
  reductions,
  shapes,
  indexing,
  quantization,
  voting,
].flatMap((family) => Object.values(family) as unknown as Operator[]);

/** The same by `domain:opType`. */
export const OP_TABLE: ReadonlyMap<string, Operator> = new Map(
  OPERATORS.map((operator) => [opKey(operator.domain, operator.opType), operator]),
);
