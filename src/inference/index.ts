/** Room `inference`: documents through the encoder, logits out; shared by training and recognizer. */
export {
  type Batch,
  batchesByLength,
  collate,
  forEachOwned,
  type OwnedStretch,
  ownedStretches,
  windowLength,
} from "./batch.js";
export { buildDatastore, type DatastoreOptions } from "./buildDatastore.js";
export { createDecoder, type DecoderSettings, type DecoderSources } from "./createDecoder.js";
export type { PieceDecisions } from "./decisions.js";
export {
  argmaxDecoder,
  DECODERS,
  type Decoder,
  type DecoderName,
  knnDecoder,
  type PiecePrediction,
  type WholeDocument,
} from "./decoder.js";
export { encodeDocument } from "./encodeDocument.js";
export {
  buildForwardGraph,
  createForwardRunner,
  type EncodedDocuments,
  type ForwardRunner,
  type ForwardRunnerOptions,
  logitsOfDocuments,
} from "./forward.js";
export { type OwnedLogits, ownedLogits } from "./ownedLogits.js";
export {
  type PieceShares,
  type PredictAllOptions,
  type Prediction,
  type PredictOptions,
  predictDocuments,
  predictWithDecoders,
} from "./predict.js";
export { type PriorAdjustment, withoutPrior } from "./prior.js";
export { argmax, classSharesOf, type HeadKind } from "./shares.js";
export { countTransitions, type Transitions } from "./viterbi/transitions.js";
export { type ViterbiSettings, viterbiDecoder } from "./viterbi/viterbiDecoder.js";
