/** Times training steps. usage: step.js SIZE BATCH LENGTH STEPS DROPOUT OPTIMIZER, as torch_step.py has them */

import type { SizeName } from "../../src/cli/benchModel.js";
import { createBenchSteps, type OptimizerName } from "../../src/cli/benchSteps.js";
import { report, THREADS } from "./report.js";

const [size, batch, length, steps, dropout, optimizer] = process.argv.slice(2) as [
  SizeName,
  string,
  string,
  string,
  string,
  OptimizerName,
];
/** Left out of the median, as torch_step.py does. */
const WARM_UP = 2;

const bench = await createBenchSteps({
  ...{ size, optimizer, threads: THREADS, dropout: Number(dropout) },
  ...{ batch: Number(batch), length: Number(length) },
});
const objective = bench.objective({ name: "atl" });
const seconds: number[] = [];
for (let i = 0; i < Number(steps); i++) seconds.push(await bench.time(objective));
await bench.release();
const sorted = seconds.slice(WARM_UP).sort((a, b) => a - b);
report({
  medianSeconds: sorted[Math.floor(sorted.length / 2)],
  minSeconds: sorted[0],
});
