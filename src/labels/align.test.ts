import { describe, expect, test } from "vitest";
import { labelPieces, nestedPositives } from "./align.js";
import { createLabelSet, type Scheme } from "./labelSet.js";

// "fibrosis of\u0000 lung" as fib|##rosis of lung; the zero is dropped by normalisation.
const encoding = {
  ids: Int32Array.of(1, 2, 3, 4),
  starts: Int32Array.of(0, 3, 9, 13),
  ends: Int32Array.of(3, 8, 11, 17),
  wordIds: Int32Array.of(0, 0, 1, 2),
};
const types = ["Site", "Finding"];
const setOf = (scheme: Scheme) => createLabelSet({ scheme, types });
const mention = (id: string, start: number, end: number, type = "Finding") => ({
  id,
  start,
  end,
  type,
});

function labelsOf(scheme: Scheme, mentions: Parameters<typeof labelPieces>[0]["mentions"]) {
  const labelSet = setOf(scheme);
  const { labelIds, unlabelled } = labelPieces({ encoding, mentions, labelSet });
  return {
    labels: [...labelIds].map((id) => labelSet.labels[id]),
    unlabelled: unlabelled.map(({ id }) => id),
  };
}

describe("labelPieces", () => {
  test("marks the first piece of a mention, not of its words", () => {
    const mentions = [mention("T2", 13, 17, "Site"), mention("T1", 0, 11)];
    expect(labelsOf("io", mentions).labels).toEqual(["Finding", "Finding", "Finding", "Site"]);
    expect(labelsOf("bio", mentions).labels).toEqual([
      "B-Finding",
      "I-Finding",
      "I-Finding",
      "B-Site",
    ]);
    expect(labelsOf("bioes", mentions).labels).toEqual([
      "B-Finding",
      "I-Finding",
      "E-Finding",
      "S-Site",
    ]);
  });

  test("labels a piece that a mention covers in part", () => {
    expect(labelsOf("bio", [mention("T1", 7, 10)]).labels).toEqual([
      "O",
      "B-Finding",
      "I-Finding",
      "O",
    ]);
  });

  test("lists mentions of spaces, of dropped characters and of no length", () => {
    const mentions = [mention("T1", 8, 9), mention("T2", 11, 13), mention("T3", 4, 4)];
    expect(labelsOf("io", mentions)).toEqual({
      labels: ["O", "O", "O", "O"],
      unlabelled: ["T3", "T1", "T2"],
    });
  });

  test("leaves a shared piece to the earlier mention, and lists one that has no other", () => {
    const mentions = [
      mention("T1", 0, 5),
      mention("T2", 5, 7, "Site"),
      mention("T3", 7, 11, "Site"),
    ];
    expect(labelsOf("bio", mentions)).toEqual({
      labels: ["B-Finding", "I-Finding", "B-Site", "O"],
      unlabelled: ["T2"],
    });
  });

  test("names both of two overlapping mentions", () => {
    const mentions = [mention("T2", 7, 11), mention("T1", 0, 8)];
    expect(() => labelsOf("io", mentions)).toThrow(
      expect.objectContaining({
        message:
          "mentions T1 [0, 8) and T2 [7, 11) overlap but each piece has one label. Choose a policy for overlapping mentions, or learn them with binary heads.",
      }),
    );
  });

  test("names a mention whose type is not in the label set", () => {
    expect(() => labelsOf("io", [mention("T9", 0, 3, "Age")])).toThrow(
      expect.objectContaining({
        message:
          "mention T9 [0, 3) has type Age, which is none of the 2 types of the label set. Add the type to the label set, or leave such mentions out.",
      }),
    );
  });
});

describe("nestedPositives", () => {
  test("makes a piece positive in the head of every mention around it, once", () => {
    const mentions = [
      mention("T1", 0, 17),
      mention("T2", 13, 17, "Site"),
      mention("T3", 9, 17),
      mention("T4", 11, 12),
    ];
    expect(nestedPositives({ encoding, mentions, labelSet: setOf("io") })).toEqual({
      positives: [
        { piece: 0, type: 1 },
        { piece: 1, type: 1 },
        { piece: 2, type: 1 },
        { piece: 3, type: 0 },
        { piece: 3, type: 1 },
      ],
      unlabelled: [mentions[3]],
    });
  });

  test("needs plain types", () => {
    expect(() => nestedPositives({ encoding, mentions: [], labelSet: setOf("bio") })).toThrow(
      expect.objectContaining({
        message:
          "binary heads have the scheme io but the label set has bio. Set the scheme to io, or the head to softmax.",
      }),
    );
  });
});
