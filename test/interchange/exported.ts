/** A small trained model and its exported forms, for tests of other libraries. */
import { notes, type Outcome, raretag, trainSmall, writeNotes } from "../cli/raretag.js";

/** A note that the model was trained on, cut to fit into the encoder's 64 positions. */
export const TEXT = notes(1)[0]?.text.slice(0, 70) as string;

/** Trains a model until its labels are several. */
export async function trainModel(folder: string, corpus: string): Promise<void> {
  await writeNotes(corpus, 6);
  const steps = ["--epochs", "20", "--learning-rate", "0.005", "--set", "training.batchSize=2"];
  const flags = ["--objective", "atl", "--dev", "none", ...steps];
  const { code, stderr } = await trainSmall(corpus, folder, ...flags);
  if (code !== 0) throw new Error(stderr);
}

/** Exports a model; fails if the command does. */
export async function exportModel(
  model: string,
  out: string,
  ...flags: string[]
): Promise<Outcome> {
  const outcome = await raretag("export", model, "--out", out, ...flags);
  if (outcome.code !== 0) throw new Error(outcome.stderr);
  return outcome;
}
