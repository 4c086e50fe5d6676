/** Room `recognizer`: model folders, and text to mentions with them. */
export { MODEL_FORMAT, type ModelDescription } from "./description.js";
export { ModelError } from "./error.js";
export { encoderFingerprint, folderFingerprint } from "./fingerprint.js";
export { type DescribedModel, huggingFaceFiles } from "./huggingFace.js";
export { type LoadedEncoder, type LoadedModel, loadEncoder, loadKnn, loadModel } from "./load.js";
export { type Neighbour, neighboursOf } from "./neighbours.js";
export { createRecognizer, type Recognizer, type RecognizerOptions } from "./recognizer.js";
export { type SavedModel, saveModel } from "./saveModel.js";
