/** Room `inference`: documents through the encoder, logits out; shared by training and recognizer. */
export { type Batch, collate, forEachOwned, windowLength } from "./batch.js";
export { buildDatastore, type DatastoreInput } from "./buildDatastore.js";
export {
  argmaxDecoder,
  DECODERS,
  type Decoder,
  type DecoderName,
  knnDecoder,
  type PiecePrediction,
} from "./decoder.js";
export { encodeDocument } from "./encodeDocument.js";
export {
  batchesByLength,
  buildForwardGraph,
  createForwardRunner,
  type EncodedDocuments,
  type ForwardRunner,
  logitsOfDocuments,
} from "./forward.js";
export { type Prediction, type PredictOptions, predictDocuments } from "./predict.js";
export { argmax, classSharesOf, type HeadKind } from "./shares.js";
