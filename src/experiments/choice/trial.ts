/** One trial: a training, and what each decoding hits and misses in the fold that was left out. */

import { type CountsByName, countedScore } from "../../evaluation/index.js";
import { createLabelSet } from "../../labels/index.js";
import type { LoadedEncoder } from "../../recognizer/index.js";
import type { Device } from "../../runtime/index.js";
import { type TrainEvent, typesOfBoth } from "../../training/index.js";
import { learn, predictTest } from "../trainAndPredict.js";
import { DECODINGS, type DecodingName } from "./candidates.js";
import type { Trial } from "./planChoice.js";

/** By decoding what the score that chooses is made of, for each document of the fold. */
export type TrialCounts = Readonly<Record<DecodingName, readonly CountsByName[]>>;

/** What trials share. */
export interface TrialOptions {
  readonly encoder: LoadedEncoder;
  readonly device?: Device | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((event: TrainEvent) => void) | undefined;
}

/** Does a trial. @returns undefined if it was ended before its last step */
export async function doTrial(
  { config, parts }: Trial,
  { encoder: given, device, signal, report }: TrialOptions,
): Promise<TrialCounts | undefined> {
  const labelSet = createLabelSet({ scheme: config.labels.scheme, types: parts.types });
  const setting = { config, parts, labelSet, encoder: withoutOutputLayer(given), device };
  const { trained } = await learn(setting, { signal, report });
  if (trained.interrupted) return undefined;
  const decoded = await predictTest(setting, {
    trained,
    decoders: Object.values(DECODINGS).map((decoding) => ({ ...config.decode, ...decoding })),
  });
  const { count } = countedScore(config.training.selection);
  const types = typesOfBoth(parts.test, { labelSet });
  const names = Object.keys(DECODINGS) as DecodingName[];
  return Object.fromEntries(
    names.map((name, d) => [
      name,
      decoded[d]?.scored.map((document) => count(document, types)) ?? [],
    ]),
  ) as unknown as TrialCounts;
}

/** The layer of a model that goes on to be trained has seen the fold, and folds may lack types of it. */
function withoutOutputLayer({ parameters, ...encoder }: LoadedEncoder): LoadedEncoder {
  const bare = [...parameters].filter(([name]) => !name.startsWith("classifier."));
  return { ...encoder, parameters: new Map(bare) };
}
