/** Room `onnx`: graphs as plain data, built, checked, printed and written. */
export {
  broadcast,
  type Dim,
  positiveAxis,
  printShape,
  productOf,
  type Shape,
  sameShape,
} from "./dims.js";
export { encodeModel, type ModelFiles, modelFiles, OPSET } from "./encodeModel.js";
export { GraphError } from "./error.js";
export type { Attributes, Graph, GraphNode, Value } from "./graph.js";
export { GraphBuilder, type NodeOptions } from "./graphBuilder.js";
export { safeToOverwrite } from "./overwrite.js";
export { printGraph } from "./printGraph.js";
export { type Replacement, rewriteGraph } from "./rewriteGraph.js";
export {
  type AttributeKind,
  type InferArguments,
  type OpSchema,
  type OpTable,
  opKey,
  type ValueType,
} from "./schema.js";
export { storeInputs } from "./storeInputs.js";
export { verifyGraph } from "./verifyGraph.js";
