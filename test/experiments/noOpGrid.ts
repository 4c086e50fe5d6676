/** A grid of runs that do nothing, from its text to its records: what is left is the work of scheduling. */
import { join } from "node:path";
import { createRandom } from "../../src/core/index.js";
import { writeCorpus } from "../../src/corpus/index.js";
import { generateCorpus } from "../../src/demo/index.js";
import {
  expandGrid,
  openStore,
  parseGrid,
  runJobs,
  startLocalWorkers,
} from "../../src/experiments/index.js";

/** What was done. */
export interface NoOps {
  readonly ids: ReadonlySet<string>;
  readonly records: ReadonlySet<string>;
  readonly failed: number;
  readonly seconds: number;
}

/** Does so many runs with two workers. @param folder where corpus and records go */
export async function doNoOps(folder: string, runs: number): Promise<NoOps> {
  const path = join(folder, "corpus");
  const notes = generateCorpus({ documents: 60, random: createRandom(1) });
  await writeCorpus(path, notes, { format: "brat" });
  const began = performance.now();
  const seeds = Array.from({ length: runs / 2 }, (_, i) => i);
  const text = `
name: nothing
corpora: { notes: { path: ${path}, test: 0.2 } }
axes: { system: { atl: { objective: { name: atl } }, btl: {} } }
seeds: [${seeds}]
`;
  const { jobs } = await expandGrid(parseGrid({ source: "grid.yaml", text }), {
    folderOf: async (encoder) => encoder,
    fingerprintOf: async (encoder) => encoder,
  });
  const store = await openStore({ folder });
  const workers = await startLocalWorkers({
    ...{ count: 2, module: new URL("./noOp.ts", import.meta.url).href },
    execArgv: ["--import", "tsx"],
  });
  let failed = 0;
  try {
    for await (const event of runJobs(jobs, { workers })) {
      if (event.kind === "done") await store.write(event.finished);
      if (event.kind === "failed") failed++;
    }
  } finally {
    await workers.close();
  }
  const seconds = (performance.now() - began) / 1000;
  return { ids: new Set(jobs.map(({ id }) => id)), records: await store.ids(), failed, seconds };
}
