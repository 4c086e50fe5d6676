/** The engine itself, loaded once. */

import { createRequire } from "node:module";
import type * as Ort from "onnxruntime-node";
import { RuntimeError } from "./error.js";

const require = createRequire(import.meta.url);
let engine: typeof Ort | undefined;

/** Loads the engine. @throws RuntimeError if this platform has no binary */
export function loadEngine(): typeof Ort {
  if (engine) return engine;
  try {
    engine = require("onnxruntime-node") as typeof Ort;
    return engine;
  } catch (cause) {
    throw new RuntimeError(
      {},
      `ONNX Runtime has no working binary for ${process.platform} ${process.arch}`,
      "Use Linux (x64, arm64, glibc), Windows (x64, arm64) or macOS (arm64)",
      { cause },
    );
  }
}

/** Where the engine's module lies, for processes that load it themselves. */
export const enginePath = (): string => require.resolve("onnxruntime-node");
