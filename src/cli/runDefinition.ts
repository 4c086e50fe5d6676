/** `run.json`: what a training run was started with, so that it goes on with just that or is refused. */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { type AskedConfig, loadAskedConfig } from "../config/index.js";
import { machineName, version } from "../core/index.js";
import { fingerprint } from "../corpus/index.js";
import { encoderFingerprint } from "../recognizer/index.js";
import { engineVersion } from "../runtime/index.js";
import { CliError } from "./error.js";
import type { AskedJob } from "./trainJob.js";

const FINGERPRINT = /^[0-9a-f]{64}$/;
const values = z.record(z.string(), z.union([z.string(), z.int()]));

const schema = z.strictObject({
  format: z.literal(1),
  /** What executes the run, by its name in messages. */
  machinery: values,
  /** What the run learns from and is scored on, as fingerprints. */
  material: values,
  /** Another one may differ in the last digits of a result. */
  machine: z.string(),
  /** Absolute paths. */
  sources: z.strictObject({
    corpus: z.string(),
    corpusFormat: z.string().optional(),
    read: z.array(z.string()).readonly().optional(),
    skipUnreadable: z.literal(true).optional(),
    test: z.string().optional(),
    split: z.string().optional(),
    fold: z.int().optional(),
    changedCorpus: z.literal("accept").optional(),
    dev: z.string().optional(),
    encoder: z.string(),
  }),
  /** With the objective `auto`: parts of the training part by which it is chosen. */
  innerFolds: z.int().optional(),
  config: z.record(z.string(), z.unknown()),
});

/** Content of `run.json`; its `config` is complete. */
export interface RunDefinition extends Omit<z.infer<typeof schema>, "config"> {
  readonly config: AskedConfig;
}

/** Values that must not change in a run, by their name in messages. */
type Values = z.infer<typeof values>;

/** The definition of a run that begins now. */
export function defineRun(
  job: AskedJob,
  { sources, innerFolds }: Pick<RunDefinition, "sources" | "innerFolds">,
): RunDefinition {
  const { corpusFormat, read, skipUnreadable, fold, changedCorpus, ...paths } = sources;
  const absolute = Object.entries(paths).map(([name, path]) => [name, path && resolve(path)]);
  return {
    format: 1,
    machinery: machineryOf(job.config),
    material: materialOf(job),
    machine: machineName(),
    sources: {
      ...(Object.fromEntries(absolute) as typeof paths),
      ...{ corpusFormat, read, skipUnreadable, fold, changedCorpus },
    },
    ...{ innerFolds, config: job.config },
  };
}

/** Reads a definition. @throws CliError if it is none, ConfigError if its configuration is not allowed */
export function parseDefinition(text: string, source: string): RunDefinition {
  try {
    const { config, ...rest } = schema.parse(JSON.parse(text));
    return { ...rest, config: loadAskedConfig({ file: { source, text: JSON.stringify(config) } }) };
  } catch (cause) {
    if (!(cause instanceof z.ZodError || cause instanceof SyntaxError)) throw cause;
    throw new CliError(
      { source },
      "does not hold the definition of a run",
      "Put it back as it was when the run began, or start a new run",
      { cause },
    );
  }
}

/** Names a definition: SHA-256 of its text, 64 hex digits. */
export function idOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What executes a run. */
export function machineryOf({ threads }: AskedConfig): Values {
  return {
    raretag: version(),
    engine: engineVersion(),
    threads: threads === 0 ? availableParallelism() : threads,
  };
}

/** What a run learns from and is scored on, as fingerprints. */
export function materialOf({ data, encoder }: AskedJob): Values {
  const { train, dev, test } = data;
  return {
    "the training part": fingerprint(train),
    ...(dev ? { "the dev part": fingerprint(dev) } : {}),
    ...(test ? { "the test part": fingerprint(test) } : {}),
    "the encoder": encoderFingerprint(encoder),
  };
}

/** @throws CliError naming both values, if one is not as it was when the run began */
export function checkUnchanged(source: string, began: Values, now: Values): void {
  const shown = (value: string | number = "nothing") =>
    FINGERPRINT.test(String(value)) ? String(value).slice(0, 12) : value;
  for (const name of new Set([...Object.keys(began), ...Object.keys(now)]))
    if (began[name] !== now[name])
      throw new CliError(
        { source },
        `${name}: the run began with ${shown(began[name])} but now it is ${shown(now[name])}`,
        "Go on with what it began with, or start a new run",
      );
}
