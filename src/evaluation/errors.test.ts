/** What the list of errors says of each kind of difference, and that it keeps quiet about text. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countConfusions, type ErrorMention, listErrors } from "./errors.js";
import type { TypedSpan } from "./typedSpan.js";

const at = (start: number, end: number, type = "A"): TypedSpan => ({ start, end, type });
const short = (mention: ErrorMention | null) =>
  mention && `${mention.start}-${mention.end} ${mention.type}`;
const list = (gold: TypedSpan[], predicted: TypedSpan[]) =>
  listErrors([{ document: "d", gold, predicted }]).map((row) => [
    row.kind,
    short(row.gold),
    short(row.predicted),
  ]);

describe("listErrors", () => {
  test("names confusions, boundaries, misses and false mentions in reading order", () => {
    const gold = [at(0, 4), at(10, 14), at(20, 24), at(30, 34), at(40, 44)];
    const predicted = [at(50, 54), at(40, 43, "B"), at(20, 23), at(10, 14, "B"), at(0, 4)];
    expect(list(gold, predicted)).toEqual([
      ["confusion", "10-14 A", "10-14 B"],
      ["boundary", "20-24 A", "20-23 A"],
      ["miss", "30-34 A", null],
      ["confusion", "40-44 A", "40-43 B"],
      ["false", null, "50-54 A"],
    ]);
  });

  test("pairs equal boundaries before equal types, and the nearest of equal types", () => {
    expect(list([at(0, 8), at(4, 8, "B")], [at(4, 8)])).toEqual([
      ["miss", "0-8 A", null],
      ["confusion", "4-8 B", "4-8 A"],
    ]);
    expect(list([at(0, 8), at(4, 8)], [at(3, 8)])).toEqual([
      ["miss", "0-8 A", null],
      ["boundary", "4-8 A", "3-8 A"],
    ]);
  });

  test("shows the text of mentions only when it is given", () => {
    const documents = [{ document: "d", gold: [at(3, 7)], predicted: [] }];
    expect(JSON.stringify(listErrors(documents))).not.toContain("text");
    expect(listErrors(documents, { texts: new Map([["d", "no pain today"]]) })[0]?.gold?.text).toBe(
      "pain",
    );
  });

  test("has every mention in one row at most, and no row for what is right", () => {
    const spans = fc.array(
      fc
        .tuple(fc.nat(10), fc.integer({ min: 1, max: 6 }), fc.constantFrom("A", "B"))
        .map(([start, length, type]) => at(start, start + length, type)),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(spans, spans, (gold, predicted) => {
        const rows = listErrors([{ document: "d", gold, predicted }]);
        const goldRows = rows.filter((row) => row.gold !== null).length;
        const right = gold.length - goldRows;
        expect(predicted.length - rows.filter((row) => row.predicted !== null).length).toBe(right);
        const left = predicted.map((mention) => JSON.stringify(mention));
        const equal = gold.filter((mention) => {
          const index = left.indexOf(JSON.stringify(mention));
          if (index >= 0) left.splice(index, 1);
          return index >= 0;
        });
        expect(right).toBe(equal.length);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe("countConfusions", () => {
  test("sums rows up by types, the most frequent first", () => {
    const rows = listErrors([
      { document: "a", gold: [at(0, 4), at(6, 9)], predicted: [at(0, 4, "B"), at(6, 9, "B")] },
      { document: "b", gold: [at(0, 4, "__proto__")], predicted: [at(9, 12)] },
    ]);
    expect(countConfusions(rows)).toEqual([
      { gold: "A", predicted: "B", kind: "confusion", count: 2 },
      { gold: "__proto__", predicted: null, kind: "miss", count: 1 },
      { gold: null, predicted: "A", kind: "false", count: 1 },
    ]);
  });
});
