/** Probabilities of words against a brute force over all words, from logits that are known for each piece. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import { argmaxDecoder, type Batch, predictWithDecoders } from "../inference/index.js";
import { createLabelSet, SCHEMES } from "../labels/index.js";
import { calibrationOf } from "../statistics/index.js";
import { createTokenizer } from "../tokenizer/index.js";
import { compared } from "../training/index.js";
import { tallyProbabilities, truthOf } from "./probabilities.js";

const PIECES = ["no", "pain", "##ful", "left", "arm", "##s"];
/** First piece of each word. */
const FIRST: Record<string, string> = {
  ...{ no: "no", pain: "pain", painful: "pain", left: "left", arm: "arm", arms: "arm" },
};
const WORDS = Object.keys(FIRST);
const tokenizer = createTokenizer({
  vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ...PIECES, ""].join("\n"),
  config: JSON.stringify({ do_lower_case: true }),
});
const policies = { overlaps: "shortest", discontinuous: "hull" } as const;

/** Two long documents, a short and an empty one; some words are mentions, `Only_gold` is no type of the model. */
function drawDocuments(types: readonly string[]) {
  const random = createRandom(12);
  const gold: string[][] = [];
  const documents = [40, 55, 1, 0].map((length, d): Document => {
    const words = Array.from({ length }, () => WORDS[random.below(WORDS.length)] as string);
    const labels = words.map(() => ["O", ...types][random.below(types.length + 1)] as string);
    gold.push(labels);
    let end = -1;
    const mentions = words.flatMap((word, w) => {
      const start = end + 1;
      end = start + word.length;
      const type = labels[w] as string;
      return type === "O" ? [] : [{ id: `T${w}`, type, start, end }];
    });
    return { id: `d${d}`, text: words.join(" "), mentions };
  });
  return { documents, gold };
}

const CASES = [...SCHEMES.map((scheme) => [scheme, "softmax"] as const), ["io", "binary"] as const];

describe.each(CASES)("tallyProbabilities, scheme %s, head %s", (scheme, head) => {
  const labelSet = createLabelSet({ scheme, types: ["Place", "Sign"] });
  const labels = labelSet.labels.length;
  const types = ["Place", "Sign", "Only_gold"];
  const typeOf = (label: number) => labelSet.labels[label]?.replace(/^[BIES]-/, "") as string;

  test("is the mean over all words", async () => {
    const random = createRandom(3);
    const logits = new Map(
      PIECES.map((piece) => [
        piece,
        Array.from({ length: labels }, (_, label) =>
          label === 0 && head === "binary" ? 0 : 2 * random.normal(),
        ),
      ]),
    );
    const runner = {
      piecesPerBatch: 16,
      logitsOf: async ({ inputIds }: Batch) =>
        Float32Array.from(
          [...inputIds.data].flatMap(
            (id) => logits.get(PIECES[id - 4] ?? "") ?? new Array<number>(labels).fill(9),
          ),
        ),
      release: async () => {},
    };
    const { documents, gold } = drawDocuments(types);
    const truth = await truthOf(documents, { tokenizer, types, policies });
    const tally = tallyProbabilities({ truth, labelSet, types });
    const [predictions = []] = await predictWithDecoders(documents, {
      ...{ runner, tokenizer, labelSet, head },
      windows: { length: 8, overlap: 2 },
      decoders: [argmaxDecoder({ classes: labels, head })],
      observe: ({ decoder: _, ...pieces }) => tally.add(pieces),
    });
    const scored = compared(documents, predictions, { labelSet, policies, types });
    const found = tally.result(scored, predictions);

    const words = documents.flatMap(({ text }, d) =>
      (text === "" ? [] : text.split(" ")).map((word, w) => {
        const row = (logits.get(FIRST[word] as string) as number[]).map(Math.fround);
        const chosen = row.indexOf(Math.max(...row));
        const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
        const single = row.slice(1).map((z) => 1 / (1 + Math.exp(-z)));
        const shares =
          head === "softmax"
            ? row.map((z) => Math.exp(z) / total)
            : [1 - Math.max(...single), ...single];
        const of = (type: string) =>
          shares.reduce((sum, p, label) => sum + (typeOf(label) === type ? p : 0), 0);
        return { is: gold[d]?.[w] as string, said: typeOf(chosen), of };
      }),
    );
    expect(words).toHaveLength(96);
    const mean = (of: (word: (typeof words)[number]) => number) =>
      words.reduce((sum, word) => sum + of(word), 0) / words.length;
    expect(Object.keys(found.shares)).toEqual(["O", ...types]);
    for (const [type, share] of Object.entries(found.shares))
      expect(share).toEqual({
        gold: expect.closeTo(
          mean(({ is }) => +(is === type)),
          6,
        ),
        predicted: expect.closeTo(
          mean(({ said }) => +(said === type)),
          6,
        ),
        probability: expect.closeTo(
          mean(({ of }) => of(type)),
          6,
        ),
      });
    expect(found.shares.Only_gold).toMatchObject({ predicted: 0, probability: 0 });
    expect(found.shares.Only_gold?.gold).toBeGreaterThan(0.1);

    const { ece, brier, bins } = calibrationOf(
      words.map(({ is, said, of }) => ({ probability: of(said), came: is === said })),
    );
    expect(found.calibration).toMatchObject({
      ece: expect.closeTo(ece as number, 6),
      brier: expect.closeTo(brier as number, 6),
    });
    expect(found.calibration.bins).toEqual(
      bins.map(({ predicted, observed: { n, share } }) => ({
        words: n,
        probability: predicted === null ? null : expect.closeTo(predicted, 6),
        right: Math.round((share ?? 0) * n),
      })),
    );
    expect(Object.keys(found.calibration.types)).toEqual(["Place", "Sign"]);
    for (const [type, calibration] of Object.entries(found.calibration.types)) {
      const one = calibrationOf(
        words.map(({ is, of }) => ({ probability: of(type), came: is === type })),
      );
      expect(calibration.ece).toBeCloseTo(one.ece as number, 6);
      expect(calibration.brier).toBeCloseTo(
        mean(({ is, of }) => (of(type) - +(is === type)) ** 2),
        6,
      );
    }
  });

  test("of no words is 0 everywhere", () => {
    const { shares, calibration } = tallyProbabilities({ truth: [], labelSet, types }).result(
      [],
      [],
    );
    expect(Object.values(shares)).toEqual(
      new Array(4).fill({ gold: 0, predicted: 0, probability: 0 }),
    );
    expect(calibration).toMatchObject({ ece: 0, brier: 0, types: { Place: { ece: 0, brier: 0 } } });
  });
});
