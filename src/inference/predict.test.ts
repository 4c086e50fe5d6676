/** Predictions from logits that are known, through windows and batches, against decisions made by hand. */

import { describe, expect, test } from "vitest";
import { createLabelSet } from "../labels/index.js";
import { createTokenizer } from "../tokenizer/index.js";
import type { Batch } from "./batch.js";
import { argmaxDecoder, type Decoder } from "./decoder.js";
import { type PieceShares, predictDocuments, predictWithDecoders } from "./predict.js";

const WORDS = ["no", "pain", "left", "arm", "."];
const tokenizer = createTokenizer({
  vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ...WORDS, ""].join("\n"),
  config: JSON.stringify({ do_lower_case: true }),
});
const labelSet = createLabelSet({ scheme: "io", types: ["Sign", "Place"] });
const windows = { length: 8, overlap: 2 };

/** Logits of O, Sign and Place by word; log-odds under a binary head. */
const LOGITS: Record<string, number[]> = {
  no: [Math.log(4), -Math.log(2), -Math.log(2)],
  pain: [0, Math.log(3), -1],
  left: [0, Math.log(2), Math.log(2)],
  arm: [0, -1, Math.log(4)],
};

/** An encoder that knows each piece by itself. */
const runner = {
  piecesPerBatch: 16,
  logitsOf: async ({ inputIds }: Batch) =>
    Float32Array.from(
      [...inputIds.data].flatMap((id) => LOGITS[WORDS[id - 4] ?? ""] ?? [9, -9, -9]),
    ),
  release: async () => {},
};

const text = "no pain left arm . ".repeat(20);
const documents = [{ text }, { text: "" }, { text: "arm" }];
const predict = (
  head: "softmax" | "binary",
  decoder: Decoder = argmaxDecoder({ classes: 3, head }),
) => predictDocuments(documents, { runner, decoder, tokenizer, labelSet, head, windows });

describe("predictDocuments", () => {
  test("labels every piece of long, short and empty documents", async () => {
    const [long, empty, short] = await predict("softmax");
    expect([...(long?.labels ?? [])]).toEqual(new Array(20).fill([0, 1, 1, 2, 0]).flat());
    expect(empty).toMatchObject({ labels: new Int32Array(0), mentions: [] });
    expect([...(short?.labels ?? [])]).toEqual([2]);
  });

  test("keeps of the shares the probability of each piece's label", async () => {
    const [long, , short] = await predict("softmax");
    const [no, pain, left, arm] = [4 / 5, 3 / (4 + Math.exp(-1)), 2 / 5, 4 / (5 + Math.exp(-1))];
    const expected = [no, pain, left, arm, 1].map((p) => expect.closeTo(p, 6));
    expect([...(long?.probabilities ?? []).slice(0, 5)]).toEqual(expected);
    expect([...(long?.probabilities ?? []).slice(-5)]).toEqual(expected);
    expect(short?.mentions).toEqual([
      {
        ...{ start: 0, end: 3, type: "Place", probability: expect.closeTo(arm, 6) },
        ...{ pieces: { start: 0, end: 1 }, units: { start: 0, end: 1 } },
      },
    ]);
    expect(Object.keys(long ?? {})).not.toContain("shares");
  });

  test("finds mentions that overlap where each type has a head of its own", async () => {
    const [long] = await predict("binary");
    expect(long?.mentions).toHaveLength(2 * 20);
    expect(long?.mentions.slice(0, 2)).toMatchObject([
      { start: 3, end: 12, type: "Sign", probability: expect.closeTo((3 / 4 + 2 / 3) / 2, 6) },
      { start: 8, end: 16, type: "Place", probability: expect.closeTo((2 / 3 + 4 / 5) / 2, 6) },
    ]);
  });

  test("decodes no more pieces at a time than go through the encoder together", async () => {
    const sizes: number[] = [];
    const decoder = argmaxDecoder({ classes: 3, head: "softmax" });
    const watching: Decoder = {
      ...decoder,
      decode(logits) {
        sizes.push(logits.length / 3);
        return decoder.decode(logits);
      },
    };
    await predict("softmax", watching);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(runner.piecesPerBatch);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5 * 20 + 1);
  });

  test("gives each piece the neighbours that voted for it", async () => {
    // the neighbours of a piece are named after its logits: 100 times that of O, and one more
    const decoder: Decoder = {
      name: "knn",
      of: "pieces",
      async decode(logits) {
        const rows = logits.length / 3;
        const first = Array.from({ length: rows }, (_, row) =>
          Math.round(100 * (logits[3 * row] ?? 0)),
        );
        return {
          labels: new Int32Array(rows),
          shares: new Float32Array(logits.length).fill(1 / 3),
          neighbours: {
            k: 2,
            indices: Int32Array.from(first.flatMap((index) => [index, index + 1])),
            distances: Float64Array.from(first.flatMap((index) => [index / 2, index])),
          },
        };
      },
      release: async () => {},
    };
    const [long, empty, short] = await predict("softmax", decoder);
    expect([...(long?.neighbours?.indices ?? [])]).toEqual(
      new Array(20).fill([139, 140, 0, 1, 0, 1, 0, 1, 900, 901]).flat(),
    );
    expect([...(long?.neighbours?.distances ?? []).slice(-4)]).toEqual([0, 0, 450, 900]);
    expect(short?.neighbours?.indices).toHaveLength(2);
    expect(empty?.neighbours).toBeUndefined();
  });
});

describe("predictWithDecoders", () => {
  /** Always the last class, from its only neighbour. */
  const last: Decoder = {
    name: "knn",
    of: "pieces",
    async decode(logits) {
      const rows = logits.length / 3;
      return {
        labels: new Int32Array(rows).fill(2),
        shares: Float32Array.from({ length: logits.length }, (_, i) => (i % 3 === 2 ? 1 : 0)),
        neighbours: {
          k: 1,
          indices: new Int32Array(rows).fill(7),
          distances: new Float64Array(rows).fill(0.5),
        },
      };
    },
    release: async () => {},
  };
  const prior = { tau: 1, counts: [90, 9, 1] };
  const decoders = (head: "softmax" | "binary"): Decoder[] => [
    argmaxDecoder({ classes: 3, head }),
    last,
    argmaxDecoder({ classes: 3, head, prior }),
  ];

  test.each(["softmax", "binary"] as const)(
    "gives for each decoder what it gives alone, head %s",
    async (head) => {
      const options = { runner, tokenizer, labelSet, head, windows };
      const together = await predictWithDecoders(documents, {
        ...options,
        decoders: decoders(head),
      });
      const alone = await Promise.all(
        decoders(head).map((decoder) => predictDocuments(documents, { ...options, decoder })),
      );
      expect(together).toEqual(alone);
      expect(together[1]?.[0]?.mentions).not.toEqual(together[0]?.[0]?.mentions);
      expect(together[2]?.[0]?.labels).not.toEqual(together[0]?.[0]?.labels);
    },
  );

  test("runs the encoder once, and shows the shares of every piece once for each decoder", async () => {
    let rows = 0;
    const counting = {
      ...runner,
      logitsOf(batch: Batch) {
        rows += batch.inputIds.shape[0] as number;
        return runner.logitsOf(batch);
      },
    };
    const seen: (Omit<PieceShares, "shares"> & { shares: number[] })[] = [];
    const options = { tokenizer, labelSet, head: "softmax", windows } as const;
    await predictWithDecoders(documents, {
      ...{
        ...options,
        runner: counting,
        decoders: [argmaxDecoder({ classes: 3, head: "softmax" }), last],
      },
      observe: (pieces) => seen.push({ ...pieces, shares: [...pieces.shares] }),
    });
    let once = 0;
    await predictDocuments(documents, {
      ...options,
      decoder: last,
      runner: {
        ...runner,
        logitsOf(batch) {
          once += batch.inputIds.shape[0] as number;
          return runner.logitsOf(batch);
        },
      },
    });
    expect(rows).toBe(once);
    for (const decoder of [0, 1]) {
      const shares = new Map<string, number[]>();
      for (const { document, piece, shares: all } of seen.filter((one) => one.decoder === decoder))
        for (let row = 0; 3 * row < all.length; row++) {
          const key = `${document} ${piece + row}`;
          expect(shares.has(key)).toBe(false);
          shares.set(key, all.slice(3 * row, 3 * row + 3));
        }
      expect([...shares.keys()].sort()).toEqual(
        [...Array.from({ length: 100 }, (_, piece) => `0 ${piece}`), "2 0"].sort(),
      );
      const arm =
        decoder === 1 ? [0, 0, 1] : [1, Math.exp(-1), 4].map((p) => p / (5 + Math.exp(-1)));
      for (const key of ["0 3", "0 98", "2 0"])
        expect(shares.get(key)).toEqual(arm.map((p) => expect.closeTo(p, 6)));
    }
  });

  test("without decoders gives nothing", async () => {
    const options = { runner, tokenizer, labelSet, head: "softmax", windows } as const;
    expect(await predictWithDecoders(documents, { ...options, decoders: [] })).toEqual([]);
  });
});
