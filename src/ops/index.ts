/** Room `ops`: the table of operators with their vector-Jacobian products, and operators as functions. */
export { type Lowering, type Lowerings, lowerGraph, WEBGPU_LOWERINGS } from "./lowering.js";
export {
  type NoGradient,
  noGradient,
  type Operator,
  type Vjp,
  type VjpContext,
} from "./operator.js";
export { createOps, type Ops, type ProductOptions } from "./ops.js";
export { OP_TABLE, OPERATORS } from "./table.js";
