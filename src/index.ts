/** The package: the rooms under their names, also importable one by one as `raretag/ROOM`. */
export * as corpus from "./corpus/index.js";
export * as evaluation from "./evaluation/index.js";
export * as explain from "./explain/index.js";
export * as labels from "./labels/index.js";
export * as objectives from "./objectives/index.js";
export * as recognizer from "./recognizer/index.js";
export * as tokenizer from "./tokenizer/index.js";
export * as training from "./training/index.js";
