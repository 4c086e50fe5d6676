/** Labels of batches, against a brute force over every place. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { IGNORED } from "../labels/index.js";
import type { Window } from "../tokenizer/index.js";
import { batchLabels } from "./batchLabels.js";

describe("batchLabels", () => {
  test("labels owned pieces at their rows and nothing else", () => {
    const windows: Window[] = [
      { document: 1, start: 0, end: 3, ownedStart: 0, ownedEnd: 2 },
      { document: 0, start: 2, end: 4, ownedStart: 3, ownedEnd: 4 },
    ];
    const labels = [Int32Array.of(9, 9, 9, 4), Int32Array.of(1, 2, 3)];
    const positives = [[{ piece: 2, type: 7 }], [{ piece: 1, type: 5 }]];
    const x = IGNORED;
    expect(batchLabels({ windows, seqLen: 5 }, { labels, positives })).toEqual({
      //                       CLS 1  2  -  SEP CLS -  4 SEP pad
      labels: Int32Array.of(x, 1, 2, x, x, x, x, 4, x, x),
      positives: [{ token: 2, type: 5 }],
    });
  });

  test("equals a search for the owner of every place, for drawn windows", () => {
    const random = createRandom(20260903);
    for (let round = 0; round < 50; round++) {
      const lengths = [random.below(12) + 4, random.below(12) + 4];
      const labels = lengths.map((n) => Int32Array.from({ length: n }, () => random.below(5)));
      const positives = lengths.map((n) =>
        Array.from({ length: 6 }, () => ({ piece: random.below(n), type: random.below(3) })),
      );
      // two windows a document that overlap by two pieces, each piece owned by one of them
      const windows = random.shuffled(
        lengths.flatMap((n, document): Window[] => {
          const cut = 2 + random.below(n - 3);
          const [end, start] = [Math.min(n, cut + 1), cut - 1];
          return [
            { document, start: 0, end, ownedStart: 0, ownedEnd: cut },
            { document, start, end: n, ownedStart: cut, ownedEnd: n },
          ];
        }),
      );
      const used = windows.slice(0, 3);
      const seqLen = 2 + Math.max(...used.map(({ start, end }) => end - start));
      const expected: number[] = [];
      const nested: string[] = [];
      used.forEach(({ document, start, ownedStart, ownedEnd }) => {
        for (let place = 0; place < seqLen; place++) {
          const piece = start + place - 1;
          const owned = place > 0 && piece >= ownedStart && piece < ownedEnd;
          const token = expected.push(owned ? (labels[document]?.[piece] as number) : IGNORED) - 1;
          if (owned)
            for (const positive of positives[document] ?? [])
              if (positive.piece === piece) nested.push(`${token} ${positive.type}`);
        }
      });
      const found = batchLabels({ windows: used, seqLen }, { labels, positives });
      expect([...found.labels]).toEqual(expected);
      expect((found.positives ?? []).map(({ token, type }) => `${token} ${type}`).sort()).toEqual(
        nested.sort(),
      );
    }
  });
});
