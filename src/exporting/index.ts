/** Room `exporting`: models as files that other libraries read. */
export {
  EXPORT_FORMATS,
  type ExportFormat,
  exportedFiles,
  type FileContent,
} from "./exportedFiles.js";
export { type TokenClassifier, tokenClassifierGraph } from "./tokenClassifier.js";
