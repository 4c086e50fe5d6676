/** Annotating 40 documents against transformers.js and the pipeline of Hugging Face. */

import type { Measurement, Row } from "../benchmark.js";

const ours = (precision: string, texts: string, windows: string) => ({
  label: "raretag",
  command: `{node} {sides}/annotate.js {model} {${texts}} ${precision} ${windows}`,
});
const python = (mode: string, label: string) => ({
  label,
  command: `{python} {peers}/torch_annotate.py {model} {texts} ${mode}`,
});
const transformersJs = (dtype: string, model: string) => ({
  label: `transformers.js ${dtype}`,
  command: `{node} {transformersJs}/transformers_js_annotate.mjs {${model}} model {passages} ${dtype}`,
});

const fp32: Measurement = {
  rounds: 3,
  sides: {
    passages: ours("fp32", "passages", "overlapping"),
    own: ours("fp32", "passages", "own"),
    transformersJs: transformersJs("fp32", "onnx"),
  },
};

const pipeline: Measurement = {
  rounds: 3,
  sides: {
    overlapping: ours("fp32", "texts", "overlapping"),
    pipeline: python("pipeline", "HF pipeline"),
    torch: python("fp32", "PyTorch fp32"),
  },
};

const int8: Measurement = {
  rounds: 3,
  sides: {
    passages: ours("int8", "passages", "overlapping"),
    fp32: ours("fp32", "passages", "overlapping"),
    transformersJs: transformersJs("q8", "onnxInt8"),
  },
};

const score = (precision: string) => ({
  label: `raretag ${precision}`,
  command: `{node} {sides}/score.js {model} {corpus} {split} ${precision}`,
});

/** Speed at both precisions, and what int8 does to the scores. */
export const ANNOTATE_ROWS: readonly Row[] = [
  {
    name: "annotate-fp32",
    what: "annotating 40 documents, MiniLM, fp32, cut into passages of at most 1,000 characters",
    measurement: fp32,
    ours: "passages.documentsPerSecond",
    theirs: "transformersJs.documentsPerSecond",
    unit: "passages/s",
    comparison: "ours / theirs",
    goal: { atLeast: 1.3 },
    beside: [{ label: "raretag with its own windows", field: "own.documentsPerSecond" }],
  },
  {
    name: "annotate-fp32-pipeline",
    what: "annotating 40 documents, MiniLM, fp32, both in windows of 512 pieces that share 64",
    measurement: pipeline,
    ours: "overlapping.documentsPerSecond",
    theirs: "pipeline.documentsPerSecond",
    unit: "documents/s",
    comparison: "ours / theirs",
    goal: { atLeast: 2.5 },
    beside: [{ label: "PyTorch without the pipeline", field: "torch.documentsPerSecond" }],
  },
  {
    name: "annotate-int8",
    what: "annotating 40 documents, MiniLM, int8, the same passages",
    measurement: int8,
    ours: "passages.documentsPerSecond",
    theirs: "transformersJs.documentsPerSecond",
    unit: "passages/s",
    comparison: "ours / theirs",
    goal: { atLeast: 1.2 },
    beside: [{ label: "raretag fp32", field: "fp32.documentsPerSecond" }],
  },
  {
    name: "score-int8",
    what: "strict micro F1 on the test part of MACCROBAT, int8 against fp32",
    measurement: {
      rounds: 1,
      exact: true,
      sides: { int8: score("int8"), fp32: score("fp32") },
    },
    ours: "int8.strictF1",
    theirs: "fp32.strictF1",
    unit: "points",
    comparison: "theirs - ours",
    goal: { atMost: 0.5 },
  },
];
