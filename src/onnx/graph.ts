/** A graph as plain data: values with types and shapes, and nodes in an order in which they can run. */

import type { DType, Tensor } from "../core/index.js";
import type { Shape } from "./dims.js";

/** A named tensor of a graph. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Attribute values by name; their kinds are in the operator's schema. */
export type Attributes = Readonly<Record<string, number | string | readonly number[] | Tensor>>;

/** One operator application. An absent optional input is the empty string. */
export interface GraphNode {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** A complete graph. `values` describes every input, constant and node output by name. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly GraphNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly values: ReadonlyMap<string, Value>;
}
