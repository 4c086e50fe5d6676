/** Records that follow from their jobs. */
import type { Job } from "../../src/experiments/job.js";
import type { RunRecord } from "../../src/experiments/record.js";

/** A record with numbers that JSON must carry exactly, and with texts that only a result has: `result-...`. */
export function recordOf({ id, run }: Job): RunRecord {
  const number = Number.parseInt(id.slice(0, 8), 16) / 3;
  return {
    ...{ format: 1, id, config: run.config, versions: { raretag: "ë", engine: "\u2028 😀" } },
    material: { train: id, dev: null, test: id, encoder: id, sizes: { train: 1, dev: 0, test: 1 } },
    documents: Array.from({ length: 500 }, (_, i) => `result-${id}-${i}`),
    ...{ training: {}, outside: 1, plan: { steps: 1, windows: 1, learningRate: 1e-21 } },
    epochs: [{ epoch: 1, loss: number, selection: null }],
    ...{ epoch: 1, decoders: {} },
  };
}
