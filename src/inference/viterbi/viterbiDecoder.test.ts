import { describe, expect, test } from "vitest";
import { createTokenizer } from "../../tokenizer/index.js";
import { encodeDocument } from "../encodeDocument.js";
import { countTransitions } from "./transitions.js";
import { viterbiDecoder } from "./viterbiDecoder.js";

const tokenizer = createTokenizer({
  vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "chest", "pain", "##ful", "no", ""].join("\n"),
  config: JSON.stringify({ do_lower_case: true }),
});
/** In training, class 1 comes in runs. */
const transitions = countTransitions([[0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0]], 2);
const neutral = { outside: 0, transitions: 0, votes: 0 };
const text = "no painful chest painful";

async function decode(
  logits: readonly number[],
  { settings = neutral, tau = 0 }: { settings?: typeof neutral; tau?: number } = {},
) {
  const encoding = await encodeDocument(tokenizer, { text });
  const decoder = viterbiDecoder({ transitions, settings, prior: { tau, counts: [90, 10] } });
  return decoder.decode(Float32Array.from(logits), { encoding, text });
}

// Pieces: no, pain, ##ful, chest, pain, ##ful; two classes.
const LOGITS = [2, 0, 0, 1, 1.5, 0, 0.2, 0, 0, 1, 0, 1];

describe("viterbiDecoder", () => {
  test("without its parts gives all pieces of a word the class of their mean", async () => {
    const { labels, shares } = await decode(LOGITS);
    // Of the first "painful" the pieces disagree; the mean of log shares is for class 0.
    expect([...labels]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(shares[2]).toBeCloseTo(shares[4] as number, 6);
    expect((shares[2] as number) + (shares[3] as number)).toBeCloseTo(1, 6);
  });

  test("lets other occurrences of a word vote", async () => {
    const { labels } = await decode(LOGITS, { settings: { ...neutral, votes: 1 } });
    expect([...labels]).toEqual([0, 1, 1, 0, 1, 1]);
  });

  test("joins neighbours that go together in training", async () => {
    const settings = { ...neutral, votes: 1, transitions: 1 };
    const { labels } = await decode(LOGITS, { settings });
    expect([...labels]).toEqual([0, 1, 1, 1, 1, 1]);
  });

  test("moves words by the offset of O and by the prior", async () => {
    const high = await decode(LOGITS, { settings: { ...neutral, outside: 9 } });
    expect([...high.labels]).toEqual([0, 0, 0, 0, 0, 0]);
    const rare = await decode(LOGITS, { tau: 1 }); // log 9 for class 1
    expect([...rare.labels]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
