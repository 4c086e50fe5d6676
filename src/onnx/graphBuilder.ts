/** Builds a graph node by node; equal subexpressions are made once. */

import type { Tensor } from "../core/index.js";
import type { Shape } from "./dims.js";
import { GraphError } from "./error.js";
import type { Attributes, Graph, GraphNode, Value } from "./graph.js";
import { type DimSource, type OpTable, opKey } from "./schema.js";

/** Extra facts about a node that is added. */
export interface NodeOptions {
  readonly domain?: string;
  readonly attributes?: Attributes;
  /** Result shape where data decides it (Reshape, Expand). */
  readonly target?: Shape;
}

/** Bytes of the largest constant that is compared with those before it. */
const LARGEST_SHARED = 256;

/** Collects nodes, constants and named sizes; `build` closes it into a {@link Graph}. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly constants = new Map<string, Tensor>();
  readonly values = new Map<string, Value>();
  readonly dimSources = new Map<string, DimSource>();
  private readonly inputs: Value[] = [];
  private readonly shared = new Map<string, readonly Value[]>();

  /** @param table operators that may be used */
  constructor(readonly table: OpTable) {}

  /** Declares a graph input. Each size name in its shape becomes readable at run time. */
  input(name: string, dtype: Value["dtype"], shape: Shape): Value {
    const value = this.declare({ name, dtype, shape });
    this.inputs.push(value);
    shape.forEach((dim, axis) => {
      if (typeof dim === "string" && !this.dimSources.has(dim))
        this.dimSources.set(dim, { input: value, axis });
    });
    return value;
  }

  /** A constant stored in the graph; the same bytes are stored once, unless they are many. */
  constant(tensor: Tensor): Value {
    const { buffer, byteOffset, byteLength } = tensor.data;
    const content =
      byteLength <= LARGEST_SHARED
        ? Buffer.from(buffer, byteOffset, byteLength).toString("hex")
        : `number ${this.constants.size}`;
    const key = `constant ${tensor.dtype} ${tensor.shape} ${content}`;
    const known = this.shared.get(key);
    if (known) return known[0] as Value;
    const value = this.declare({
      name: `constant_${this.constants.size}`,
      dtype: tensor.dtype,
      shape: tensor.shape,
    });
    this.constants.set(value.name, tensor);
    this.shared.set(key, [value]);
    return value;
  }

  /**
   * Applies an operator.
   * @param inputs operands in the order of the schema; undefined for an absent optional one
   * @returns one value for each output of the schema
   * @throws GraphError naming the operator, if it is unknown or its operands do not fit
   */
  node(
    opType: string,
    inputs: readonly (Value | undefined)[],
    { domain = "", attributes = {}, target }: NodeOptions = {},
  ): readonly Value[] {
    const schema = this.table.get(opKey(domain, opType));
    if (!schema)
      throw new GraphError({}, `operator ${domain}:${opType} is not in the table`, "Add it to ops");
    const names = inputs.map((value) => value?.name ?? "");
    const key = JSON.stringify([opType, domain, names, attributes, target]);
    const known = this.shared.get(key);
    if (known) return known;
    const types = schema.infer({
      place: opType,
      inputs,
      attributes,
      target,
      constant: (index) => this.constants.get(names[index] ?? ""),
    });
    const outputs = types.map((type, i) =>
      this.declare({ name: `${opType}_${this.nodes.length}${i ? `_${i}` : ""}`, ...type }),
    );
    this.nodes.push({
      opType,
      domain,
      inputs: names,
      outputs: outputs.map((value) => value.name),
      attributes,
    });
    this.shared.set(key, outputs);
    return outputs;
  }

  /** Closes the graph. Each output is given under a name of the caller's choice. */
  build(name: string, outputs: Readonly<Record<string, Value>>): Graph {
    const alias = new Map<string, string>();
    const produced = new Set(this.nodes.flatMap((node) => node.outputs));
    const copies: GraphNode[] = [];
    for (const [wanted, value] of Object.entries(outputs)) {
      this.declare({ ...value, name: wanted });
      if (produced.has(value.name) && !alias.has(value.name)) alias.set(value.name, wanted);
      else
        copies.push({
          opType: "Identity",
          domain: "",
          inputs: [alias.get(value.name) ?? value.name],
          outputs: [wanted],
          attributes: {},
        });
    }
    const rename = (old: string) => alias.get(old) ?? old;
    const nodes = this.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
    return pruned({
      name,
      inputs: this.inputs,
      outputs: Object.keys(outputs).map((wanted) => this.values.get(wanted) as Value),
      nodes: [...nodes, ...copies],
      constants: this.constants,
      values: this.values,
    });
  }

  private declare(value: Value): Value {
    if (this.values.has(value.name))
      throw new GraphError({}, `two values are called ${value.name}`, "Give each its own name");
    this.values.set(value.name, value);
    return value;
  }
}

/** Leaves out nodes and constants that no output needs. Inputs stay: they are the graph's contract. */
function pruned(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map((value) => value.name));
  const nodes: GraphNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    for (const name of node.inputs) needed.add(name);
    nodes.push(node);
  }
  return {
    ...graph,
    nodes: nodes.reverse(),
    constants: new Map([...graph.constants].filter(([name]) => needed.has(name))),
  };
}
