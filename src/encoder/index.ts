/** Room `encoder`: the BERT family as configuration, parameters and forward graph. */
export { type BertConfig, parseBertConfig } from "./bertConfig.js";
export { EncoderError } from "./error.js";
export {
  bertEncoder,
  bertForward,
  type DropoutSite,
  type Forward,
  type ForwardInputs,
  type ForwardStart,
} from "./forward.js";
export {
  type InferenceOptions,
  inferenceForward,
  PRECISIONS,
  type Precision,
  parametersIn,
} from "./inference.js";
export { initialParameter } from "./initialize.js";
export { declareHidden, declarePieces, declareTensors, type PieceInputs } from "./inputs.js";
export { bertParameters, type ParameterShapes, parametersAbove } from "./parameters.js";
export { type QuantizedRows, quantizeRows } from "./quantize.js";
