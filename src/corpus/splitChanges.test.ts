import { describe, expect, test } from "vitest";
import type { Document } from "./document.js";
import { shortFingerprint } from "./fingerprint.js";
import { compareWithFingerprints, describeChanges } from "./splitChanges.js";

const document = (id: string, more: Partial<Document> = {}): Document => ({
  ...{ id, text: "left arm pain", mentions: [{ id: "T1", type: "Sign", start: 9, end: 13 }] },
  ...more,
});
const fingerprints = (documents: readonly Document[]) =>
  new Map(documents.map((one) => [one.id, shortFingerprint(one)]));
const before = ["a", "b", "c", "d", "e", "f", "g"].map((id) => document(id));
const changesTo = (now: readonly Document[]) => compareWithFingerprints(now, fingerprints(before));

describe("compareWithFingerprints", () => {
  test("tells missing, new and changed documents apart", () => {
    const [a, , , d, e, f, g] = before as Document[];
    const now = [
      { ...a, mentions: [{ id: "T9", type: "Sign", start: 9, end: 13 }] }, // another id is no change
      document("c", { text: "left arm pain." }),
      document("d", { mentions: [] }),
      document("e", { words: [{ start: 0, end: 4 }] }),
      document("f", { text: "no pain", mentions: [] }),
      ...[g, document("x")],
    ] as Document[];
    expect([d, e, f]).toHaveLength(3);
    expect(changesTo(now)).toEqual({
      ...{ missing: ["b"], added: ["x"] },
      ...{ texts: ["c", "e", "f"], mentions: ["d"] },
    });
  });

  test("finds no change in another order", () => {
    expect(describeChanges(changesTo([...before].reverse()))).toBeUndefined();
  });
});

describe("describeChanges", () => {
  test("counts each kind and names three documents at most", () => {
    expect(describeChanges(changesTo([document("x"), document("a", { mentions: [] })]))).toBe(
      "6 documents are missing (b, c, d, ...), 1 document is new (x), 1 document has other mentions (a)",
    );
    expect(
      describeChanges(changesTo(before.map((one, i) => (i < 3 ? { ...one, text: "?" } : one)))),
    ).toBe("3 documents have other texts (a, b, c)");
  });
});
