/** Small training runs whose bytes are compared: dropout on, AdamW, a dev part that chooses the epoch. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeCorpus } from "../../src/corpus/index.js";
import { ENCODER, notes } from "./raretag.js";

const TYPES = ["Lab_value", "Biological_structure", "Diagnostic_procedure"];

/** Writes six notes with mentions of three types. */
export async function writeSmallCorpus(folder: string): Promise<void> {
  const documents = notes(6).map((document) => ({
    ...document,
    mentions: document.mentions.filter(({ type }) => TYPES.includes(type)),
  }));
  await writeCorpus(folder, documents, { format: "brat" });
}

/** Settings of both runs. A snapshot every 60 ms falls between steps of 10 to 30 ms, but not after each. */
const COMMON = [
  ...["--threads", "1", "--epochs", "4", "--dev", "0.5", "--learning-rate", "0.01"],
  ...["windows.length=64", "windows.overlap=8", "schedule.name=constant"].flatMap(set),
  ...["training.snapshotMinutes=0.001", "training.selection=pieces.unweightedAccuracy"].flatMap(
    set,
  ),
];

/** Settings by objective; of the four epochs of `atl` the third is the best. */
export const OBJECTIVES = {
  atl: ["--objective", "atl", ...set("objective.weights=dataset")],
  btl: [
    ...["--objective", "btl", ...set("objective.schedule=sequential")],
    ...["decode.decoder=knn", "decode.knn.k=3"].flatMap(set),
  ],
} as const;

function set(setting: string): string[] {
  return ["--set", setting];
}

/** The command line of a run. */
export function trainCommand(
  objective: keyof typeof OBJECTIVES,
  { corpus, out, encoder = ENCODER }: { corpus: string; out: string; encoder?: string },
): string[] {
  const paths = ["--corpus", corpus, "--encoder", encoder, "--out", out];
  return ["train", ...paths, ...COMMON, ...OBJECTIVES[objective]];
}

/**
 * Content of every file of a folder, nested ones too, by path; of weights a hash. Not times, nor the lock, which names
 * a process.
 */
export function bytesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !["timings.jsonl", "run.lock"].includes(name))
    .filter((name) => statSync(join(folder, name)).isFile());
  const content = (name: string) => {
    const bytes = readFileSync(join(folder, name));
    return /[.](jsonl?|yaml|txt)$/.test(name)
      ? bytes.toString("latin1")
      : createHash("sha256").update(bytes).digest("hex");
  };
  return Object.fromEntries(names.sort().map((name) => [name, content(name)]));
}

/** How a process ended. */
export interface Ended {
  readonly killed: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

/** When to send a signal: so many milliseconds after the start, or when a look at the folder says so. */
export type Moment = number | (() => boolean);

/** Runs node with these arguments and sends a signal at a moment, if the process lives so long. */
export function runUntil(
  argv: readonly string[],
  {
    moment,
    signal = "SIGKILL",
    cwd,
  }: { moment?: Moment | undefined; signal?: NodeJS.Signals; cwd?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "ignore", "pipe"], cwd });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const started = performance.now();
  const due = () =>
    typeof moment === "number" ? performance.now() - started >= moment : moment?.();
  let sent = false;
  const timer = setInterval(() => {
    if (!sent && due()) sent = child.kill(signal);
  }, 1);
  return new Promise((resolve) => {
    child.on("close", (code, ended) => {
      clearInterval(timer);
      resolve({ killed: ended !== null, code, stderr });
    });
  });
}
