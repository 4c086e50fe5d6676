/** Room `core`: values that every other room shares and that know no domain. */
export { DiskError, InternalError, type Location, RaretagError } from "./error.js";
export { groupBy } from "./groupBy.js";
export { machineName, version } from "./provenance.js";
export { createRandom, mix32, type Random } from "./random.js";
export { compareSpans, contains, overlaps, type Span } from "./span.js";
export {
  type DType,
  float32,
  int64,
  sizeOf,
  type Tensor,
  type TensorData,
  tensor,
} from "./tensor.js";
export { TEMPORARY_NAME, type WriteOptions, writeAtomically } from "./writeAtomically.js";
