/** Room `encoder`: the BERT family as configuration, parameters and forward graph. */
export { type BertConfig, parseBertConfig } from "./bertConfig.js";
export { EncoderError } from "./error.js";
export { bertForward, type DropoutSite, type Forward, type ForwardInputs } from "./forward.js";
export { initialParameter } from "./initialize.js";
export { declarePieces, declareTensors, type PieceInputs } from "./inputs.js";
export { bertParameters, type ParameterShapes } from "./parameters.js";
