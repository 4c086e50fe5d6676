/** Room `tokenizer`: text to pieces with their place in it, and windows over long documents. */
export { type Encoding, isWordStart, piecesOf } from "./encoding.js";
export { TokenizerError } from "./error.js";
export { type TokenizerFiles, tokenizerFiles } from "./files.js";
export { loadTokenizer } from "./load.js";
export { createTokenizer, type Tokenizer, type TokenizerSource } from "./tokenizer.js";
export {
  checkWindowLength,
  planWindows,
  type Window,
  type WindowRequest,
  type WindowSettings,
} from "./windows.js";
