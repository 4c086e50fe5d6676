/** `raretag bench profile`: training steps under the engine's profiler. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProfile } from "../runtime/index.js";
import { buildStepGraph } from "../training/index.js";
import type { SizeName } from "./benchModel.js";
import { profileSteps, renderProfile, type StepProfile } from "./benchProfile.js";
import { type BenchStepsOptions, createBenchSteps, type OptimizerName } from "./benchSteps.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";

/** Flags and arguments of `raretag bench`. */
export interface BenchOptions {
  readonly what: string;
  readonly size?: SizeName;
  readonly optimizer?: OptimizerName;
  readonly batch?: number;
  readonly length?: number;
  readonly dropout?: number;
  readonly steps?: number;
  readonly threads?: number;
  readonly json?: true;
}

/** Steps before the profile counts: the engine allocates its memory in them. */
const WARM_UP = 2;

/** Runs steps of a model with random weights and prints where their time went. */
export async function runBench(options: BenchOptions, io: Io): Promise<void> {
  if (options.what !== "profile")
    throw new CliError(
      { source: "raretag bench" },
      `there is no ${JSON.stringify(options.what)}`,
      "Use profile; comparisons with other tools are in the repository: npm run bench",
    );
  const { size = "minilm", optimizer = "adamw", batch = 8, length = 128 } = options;
  const { dropout = 0.1, steps = 10, threads = 0 } = options;
  const made = { size, optimizer, batch, length, dropout, threads };
  const folder = await mkdtemp(join(tmpdir(), "raretag-profile-"));
  try {
    const profile = await measure(folder, { ...made, steps });
    if (options.json) {
      io.stdout(`${JSON.stringify({ ...made, ...profile })}\n`);
      return;
    }
    const cores = threads === 0 ? "all cores" : `threads ${threads}`;
    io.stdout(
      `${size}, ${batch} x ${length} pieces, dropout ${dropout}, ${optimizer}, ${cores}: mean of ${steps} steps with the profiler on\n\n`,
    );
    io.stdout(`${renderProfile(profile)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param folder gets the engine's file */
async function measure(
  folder: string,
  { steps, ...options }: BenchStepsOptions & { readonly steps: number },
): Promise<StepProfile> {
  const bench = await createBenchSteps({ ...options, profile: join(folder, "profile") });
  const objective = bench.objective({ name: "atl" });
  for (let i = 0; i < WARM_UP; i++) await bench.time(objective);
  const stepSeconds: number[] = [];
  for (let i = 0; i < steps; i++) stepSeconds.push(await bench.time(objective));
  await bench.release();
  const [file] = await readdir(folder);
  const profile = readProfile(await readFile(join(folder, file as string), "utf8"), {
    skip: WARM_UP,
  });
  return profileSteps(profile, { ...buildStepGraph(bench), stepSeconds });
}
