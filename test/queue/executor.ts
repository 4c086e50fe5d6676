/** An executor for tests: what a job does stands in the place of its encoder. */
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ExperimentError } from "../../src/experiments/error.js";
import type { Executor } from "../../src/experiments/job.js";
import { recordOf } from "./records.js";

export const execute: Executor = async (job) => {
  const [action, detail] = job.run.encoder.split(" ");
  appendFileSync(job.run.corpus.path, `${job.id}\n`);
  if (action === "sleep") await sleep(Number(detail));
  if (action === "die") process.kill(process.pid, "SIGKILL");
  if (action === "throw") throw new TypeError("the patient is called Marker");
  if (action === "refuse")
    throw new ExperimentError({ source: "corpus" }, "has 3 documents, not 4", "Put one in");
  const record = recordOf(job);
  const cost = {
    ...{ id: job.id, seconds: { training: 1, scoring: 1 } },
    ...{ peakMemory: 1, machine: "test", at: "2026-01-01" },
  };
  return { record, cost };
};
