/** Losses against documents whose features are counted by hand. */

import { describe, expect, test } from "vitest";
import type { Document } from "./document.js";
import { countLosses, describeLosses, featuresOf } from "./losses.js";

const mention = (id: string, start: number, end: number, type = "Sign") => ({
  ...{ id, start, end, type },
});
const plain: Document = {
  id: "a",
  text: "no fever\ntoday",
  words: [
    { start: 0, end: 2 },
    { start: 3, end: 8 },
    { start: 9, end: 14 },
  ],
  mentions: [mention("T1", 3, 8)],
};
const rich: Document = {
  id: "b",
  text: "left  arm\tpain",
  mentions: [
    mention("T1", 0, 14),
    mention("T2", 6, 9, "Body part"),
    { ...mention("x", 0, 9), fragments: [mention("", 0, 4), mention("", 6, 9)] },
    mention("T4", 10, 14),
  ],
  relations: [{ id: "R1", type: "At", arguments: [] }],
  notes: [
    { id: "#1", type: "Note", text: "?" },
    { id: "#2", type: "Note", text: "!" },
  ],
  meta: { patient: 7 },
};

describe("featuresOf", () => {
  test("finds words alone in a text of words parted by one space or newline", () => {
    expect([...featuresOf(plain)]).toEqual([["words", 3]]);
  });

  test("counts what a document holds", () => {
    expect(Object.fromEntries(featuresOf(rich))).toEqual({
      ...{ text: 1, overlaps: 3, fragments: 1, "mention ids": 1, types: 1 },
      ...{ relations: 1, notes: 2, meta: 1 },
    });
  });
});

describe("countLosses", () => {
  test("adds up what the format does not hold, and nothing else", () => {
    const losses = countLosses(new Set(["text", "overlaps", "words", "meta", "types"]));
    for (const document of [plain, rich, rich]) losses.add(document);
    expect(losses.result().documents).toBe(3);
    expect(describeLosses(losses.result())).toEqual([
      "2 discontinuous mentions",
      "2 ids of mentions",
      "2 relations",
      "4 notes",
    ]);
  });
});
