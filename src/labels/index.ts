/** Room `labels`: label sets, mentions to labels of pieces, and back. */
export {
  type AlignRequest,
  labelPieces,
  nestedPositives,
  type PieceLabels,
  type Positive,
  type Positives,
} from "./align.js";
export {
  type DecodedMention,
  type DecodeRequest,
  decodeMentions,
  decodeOverlapping,
  type FoundType,
  type OverlappingRequest,
} from "./decode.js";
export { LabelError } from "./error.js";
export {
  createLabelSet,
  IGNORED,
  type LabelSet,
  labelSetFromNames,
  labelsOfType,
  type Prefix,
  prefixOf,
  SCHEMES,
  type Scheme,
  typeIndexOf,
} from "./labelSet.js";
export { findRuns, REPAIRS, type Repair, type Run } from "./runs.js";
export { firstPieces, type Unit, unitsOf } from "./words.js";
