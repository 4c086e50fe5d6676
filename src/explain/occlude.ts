/** What is left of a prediction when words are blanked out. */

import { float32, type Span, tensor } from "../core/index.js";
import { collate, type Decoder, type ForwardRunner } from "../inference/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { blankOf } from "./baseline.js";
import { type Reading, shareOfType, typeIndex } from "./reading.js";
import { owns, type Target } from "./target.js";

/** What occlusion runs. */
export interface Occluder {
  readonly runner: ForwardRunner;
  /** By whose probabilities the target is measured. */
  readonly decoder: Decoder;
  readonly tokenizer: Tokenizer;
}

/**
 * Mean probability of the type at the words of a target, by `argmax`, with some words of the text blanked out.
 * @param blanked for each text that is tried, places among the words of the text
 * @returns a probability for each text that is tried
 */
export async function probabilitiesWithout(
  reading: Reading,
  { target, blanked }: { target: Target; blanked: readonly (readonly number[])[] },
  { runner, decoder, tokenizer }: Occluder,
): Promise<number[]> {
  const { encoding, labelSet } = reading;
  const labels = labelSet.labels.length;
  const type = typeIndex(labelSet, target.type) as number;
  const { id: blank } = blankOf(tokenizer);
  const sums = blanked.map(() => 0);
  for (const window of reading.windows) {
    const owned = target.logits.filter(({ piece }) => owns(window, piece));
    if (owned.length === 0) continue;
    const { inputIds, seqLen } = collate([window], { encodings: [encoding], tokenizer });
    const atOnce = Math.max(1, Math.floor(runner.piecesPerBatch / seqLen));
    for (let first = 0; first < blanked.length; first += atOnce) {
      const chosen = blanked.slice(first, first + atOnce);
      const ids = new Int32Array(chosen.length * seqLen);
      chosen.forEach((words, row) => {
        const rowIds = ids.subarray(row * seqLen, (row + 1) * seqLen);
        rowIds.set(inputIds.data);
        for (const word of words) {
          const { start, end } = reading.words[word] as Span;
          const from = Math.max(start, window.start);
          const to = Math.min(end, window.end);
          if (from < to) rowIds.fill(blank, from - window.start + 1, to - window.start + 1);
        }
      });
      const shape = [chosen.length, seqLen];
      const logits = await runner.logitsOf({
        ...{ windows: chosen.map(() => window), seqLen },
        inputIds: tensor("int32", shape, ids),
        tokenTypeIds: tensor("int32", shape, new Int32Array(ids.length)),
        attentionMask: float32(shape, new Float32Array(ids.length).fill(1)),
      });
      const asked = new Float32Array(chosen.length * owned.length * labels);
      chosen.forEach((_, row) => {
        owned.forEach(({ piece }, i) => {
          const from = (row * seqLen + piece - window.start + 1) * labels;
          asked.set(logits.subarray(from, from + labels), (row * owned.length + i) * labels);
        });
      });
      const { shares } = await decoder.decode(asked);
      for (let at = 0; at < shares.length; at += labels) {
        const row = first + Math.floor(at / labels / owned.length);
        const share = shareOfType(shares.subarray(at, at + labels), labelSet, type);
        sums[row] = (sums[row] as number) + share / target.logits.length;
      }
    }
  }
  return sums;
}
