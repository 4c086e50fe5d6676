/** Everything that a training run starts from, read from where it lies. */
import { resolveEncoder } from "../checkpoints/index.js";
import type { AskedConfig, Config } from "../config/index.js";
import { createLabelSet, type LabelSet } from "../labels/index.js";
import { type LoadedEncoder, loadEncoder } from "../recognizer/index.js";
import { type Device, openDevice } from "../runtime/index.js";
import { lineOf } from "../signatures/index.js";
import { checkWindowLength } from "../tokenizer/index.js";
import { progressOn } from "./fetch.js";
import { type Io, noticesOn } from "./io.js";
import { signaturesOfParts } from "./signatures.js";
import { type DataOptions, readTrainData, type TrainData } from "./trainData.js";

/** Where documents and encoder lie. */
export interface RunSources extends DataOptions {
  /** Folder of the dev part, where the configuration names one. */
  readonly dev?: string | undefined;
  /** Folder; found by the name in the configuration unless given. */
  readonly encoder?: string | undefined;
}

/** Everything that a run starts from; its objective may still have to be chosen. */
export interface AskedJob {
  readonly config: AskedConfig;
  /** Where graphs run; the processor unless given. */
  readonly device?: Device;
  readonly data: TrainData;
  readonly encoder: LoadedEncoder;
  readonly labelSet: LabelSet;
}

/** Everything that training starts from. */
export interface TrainJob extends AskedJob {
  readonly config: Config;
}

/** The folder of the dev part that a configuration names. */
export function devFolder({ training: { dev } }: AskedConfig): string | undefined {
  return typeof dev === "string" && dev !== "none" ? dev : undefined;
}

/** Reads documents and encoder, and says what the user should know of them. */
export async function loadJob(
  asked: AskedConfig,
  sources: RunSources,
  { offline, io }: { offline?: boolean | undefined; io: Io },
): Promise<{ job: AskedJob; encoderFolder: string }> {
  const device = await openDevice(asked.device, noticesOn(io));
  const config = { ...asked, device: device.name };
  const { dev = config.training.dev } = sources;
  const data = await readTrainData(sources, { ...config, training: { ...config.training, dev } });
  const labelSet = createLabelSet({ scheme: config.labels.scheme, types: data.types });
  const encoderFolder =
    sources.encoder ??
    (await resolveEncoder(config.encoder, { offline, onProgress: progressOn(io) }));
  const encoder = await loadEncoder(encoderFolder, labelSet);
  checkWindowLength({ length: config.windows.length, maxPositions: encoder.config.maxPositions });
  for (const notice of [...data.notices, ...encoder.notices]) io.stderr(`note: ${notice}\n`);
  for (const signature of signaturesOfParts(data)) io.stderr(`${lineOf(signature)}\n`);
  return { job: { config, device, data, encoder, labelSet }, encoderFolder };
}
