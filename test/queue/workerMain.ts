/** A worker for tests, to be killed: `URL NAME STALLED_AFTER EXECUTOR`. Prints what happens to tasks as JSON lines. */
import { startLocalWorkers } from "../../src/experiments/localWorkers.js";
import { doRuns } from "../../src/experiments/queue/connectQueue.js";
import { serveQueue } from "../../src/experiments/queue/serveQueue.js";

const [, , url = "", name = "", stalledAfter, module = ""] = process.argv;
const print = (event: unknown) => process.stdout.write(`${JSON.stringify(event)}\n`);
const worker = await serveQueue(
  { url, name },
  {
    doers: { run: async () => doRuns(await startLocalWorkers({ count: 1, module })) },
    ...{ stalledAfter: Number(stalledAfter), onEvent: print },
  },
);
process.once("SIGTERM", () => {
  void worker.finish();
  process.once("SIGTERM", () => void worker.giveBack());
});
print({ kind: "ready" });
