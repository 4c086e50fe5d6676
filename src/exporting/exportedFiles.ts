/** The files of a model in the form that another library looks for. */

import { safetensorsChunks } from "../checkpoints/index.js";
import type { KnnFile } from "../knn/index.js";
import { modelFiles } from "../onnx/index.js";
import { huggingFaceFiles, type LoadedModel } from "../recognizer/index.js";
import { tokenClassifierGraph } from "./tokenClassifier.js";

/** Forms of a model: a folder for Python's transformers, or one with an ONNX model in float32 or int8. */
export const EXPORT_FORMATS = ["hf", "onnx", "onnx-int8"] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Names of the ONNX models, as transformers.js and optimum look for them. */
const ONNX_MODELS = {
  onnx: { name: "model.onnx", precision: "fp32" },
  "onnx-int8": { name: "model_quantized.onnx", precision: "int8" },
} as const;

/** Content of a file; pieces are written one after the other, and none of the weights is copied. */
export type FileContent = string | readonly Uint8Array[];

/**
 * Files by path inside the folder.
 * @param knn decodes in the graph; only the ONNX formats can hold it
 */
export function exportedFiles(
  model: LoadedModel,
  { format, knn }: { readonly format: ExportFormat; readonly knn?: KnnFile | undefined },
): ReadonlyMap<string, FileContent> {
  const files = new Map<string, FileContent>(Object.entries(huggingFaceFiles(model)));
  if (format === "hf")
    return files.set("model.safetensors", safetensorsChunks(model.parameters, { format: "pt" }));
  const { name, precision } = ONNX_MODELS[format];
  const { config, parameters, labelSet } = model;
  const outputs = labelSet.labels.length;
  const classifier = tokenClassifierGraph({ config, parameters, outputs, precision, knn });
  const externalName = `${name}_data`;
  const written = modelFiles(classifier.graph, classifier.table, { externalName });
  files.set(`onnx/${name}`, written.model);
  if (written.external) files.set(`onnx/${externalName}`, written.external);
  return files;
}
