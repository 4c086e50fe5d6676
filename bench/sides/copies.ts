/**
 * Times all token labels, fused copies and literal copies on one batch, step by step in turn.
 * usage: copies.js COPIES STEPS
 */

import { createBenchSteps } from "../../src/cli/benchSteps.js";
import { median } from "../statistics.js";
import { report, THREADS } from "./report.js";

const [copies, steps] = process.argv.slice(2).map(Number) as [number, number];
const WARM_UP = 2;

const bench = await createBenchSteps({
  ...{ size: "minilm", optimizer: "adamw", batch: 8, length: 128, dropout: 0.1 },
  ...{ threads: THREADS, present: copies },
});
const allTokenLabels = bench.objective({ name: "atl" });
const fused = bench.objective({ name: "btl", schedule: "fused" });
const sequential = bench.objective({ name: "btl", schedule: "sequential" });
const seconds = { allTokenLabels: [] as number[], fused: [] as number[] };
for (let i = 0; i < WARM_UP + steps; i++) {
  seconds.allTokenLabels.push(await bench.time(allTokenLabels));
  seconds.fused.push(await bench.time(fused));
}
const sequentialSeconds = await bench.time(sequential);
await bench.release();
report({
  allTokenLabelsSeconds: median(seconds.allTokenLabels.slice(WARM_UP)),
  fusedSeconds: median(seconds.fused.slice(WARM_UP)),
  sequentialSeconds,
});
