/** Room `checkpoints`: weights in, weights out, and the Hub they may come from. Executes nothing. */
export { CheckpointError } from "./error.js";
export { fetchModel, type HubOptions } from "./hub.js";
export { hubCacheFolder } from "./hubCache.js";
export type { DownloadProgress } from "./hubFile.js";
export { matchNames, type NameMatch, ourName, type ShapeMismatch } from "./names.js";
export { type Checkpoint, readCheckpoint, WEIGHT_FILE_NAMES } from "./readCheckpoint.js";
export { copyModel, resolveEncoder } from "./resolveEncoder.js";
export {
  parseSafetensors,
  type Safetensors,
  safetensorsChunks,
  writeSafetensors,
} from "./safetensors.js";
export { readSafetensorsFile, writeSafetensorsFile } from "./safetensorsFile.js";
export { type SelectedTensors, selectTensors } from "./selectTensors.js";
export { readTorchFile } from "./torchFile.js";
