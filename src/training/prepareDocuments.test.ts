/** Preparation of documents: labels, windows and the list of what flat labels cannot hold. */

import { describe, expect, test } from "vitest";
import type { Document } from "../corpus/index.js";
import { createLabelSet } from "../labels/index.js";
import { createTokenizer } from "../tokenizer/index.js";
import { countLabels, prepareDocuments } from "./prepareDocuments.js";

const tokenizer = createTokenizer({
  vocabulary: "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nleft\narm\npain\nsevere\n",
});
const labelSet = createLabelSet({ scheme: "io", types: ["Place", "Sign"] });
const windows = { length: 16, overlap: 2 };

/** "severe left arm pain": a sign that holds a place, a blank that is annotated, a repeated place. */
const document: Document = {
  id: "a",
  text: "severe left arm pain  ",
  mentions: [
    { id: "T1", type: "Sign", start: 0, end: 20 },
    { id: "T2", type: "Place", start: 7, end: 15 },
    { id: "T3", type: "Place", start: 7, end: 15 },
    { id: "T4", type: "Sign", start: 20, end: 22 },
  ],
};

describe("prepareDocuments", () => {
  test("labels pieces with the mentions that the policy keeps, and lists every other one", async () => {
    const prepared = await prepareDocuments([document], { tokenizer, labelSet, windows });
    expect([...(prepared.labels[0] ?? [])]).toEqual([0, 1, 1, 0]);
    expect(prepared.affected.map(({ mentionId, reason }) => `${mentionId} ${reason}`)).toEqual([
      "T3 duplicate",
      "T1 nested",
      "T4 no word",
    ]);
    expect([...countLabels(prepared.labels, labelSet)]).toEqual([2, 2, 0]);
  });

  test("gives a binary head both types of nested pieces, which is then no loss", async () => {
    const prepared = await prepareDocuments([document], {
      ...{ tokenizer, labelSet, windows },
      head: "binary",
    });
    expect(prepared.positives[0]?.map(({ piece, type }) => `${piece}:${type}`)).toEqual([
      "0:1",
      "1:0",
      "1:1",
      "2:0",
      "2:1",
      "3:1",
    ]);
    expect(prepared.affected.map(({ mentionId }) => mentionId)).toEqual(["T3", "T4"]);
  });

  test("lists mentions that are longer than a window", async () => {
    const narrow = { tokenizer, labelSet, windows: { length: 5, overlap: 1 } };
    const prepared = await prepareDocuments([document], { ...narrow, head: "binary" });
    const cut = prepared.affected.filter(({ action }) => action === "cut");
    expect(cut).toEqual([
      {
        ...{ documentId: "a", mentionId: "T1", type: "Sign", start: 0, end: 20 },
        ...{ reason: "no window", action: "cut" },
      },
    ]);
    const flat = await prepareDocuments([document], narrow); // where it is not learned anyway
    expect(flat.affected.map(({ mentionId }) => mentionId)).toEqual(["T3", "T1", "T4"]);
  });

  test("takes the words of the document where it has any", async () => {
    const words = [
      { start: 0, end: 11 },
      { start: 12, end: 20 },
    ];
    const prepared = await prepareDocuments([{ ...document, words }], {
      ...{ tokenizer, labelSet, windows },
    });
    expect([...(prepared.encodings[0]?.wordIds ?? [])]).toEqual([0, 0, 1, 1]);
  });
});
