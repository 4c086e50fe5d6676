import { describe, expect, test } from "vitest";
import type { Document, Problem } from "../document.js";
import { segmentWords, tagWords } from "./wordTags.js";

describe("segmentWords", () => {
  test("parts letters and digits from every other visible character", () => {
    const text = " 5mg, e\u0301t🩺\n(x)";
    expect(segmentWords(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      ..."5mg , e\u0301t 🩺 ( x )".split(" "),
    ]);
  });
});

describe("tagWords", () => {
  const tag = (document: Omit<Document, "id">) => {
    const problems: Omit<Problem, "source">[] = [];
    const { words, tags } = tagWords(
      { id: "d", ...document },
      { fitType: (type) => type.replace(" ", "_"), tell: (problem) => problems.push(problem) },
    );
    const pairs = words.map(({ start, end }, i) => `${document.text.slice(start, end)}/${tags[i]}`);
    return { pairs: pairs.join(" "), problems };
  };
  const mention = (id: string, type: string, start: number, end: number) => ({
    ...{ id, type, start, end },
  });

  test("sorts the words of a document and leaves out empty ones", () => {
    const words = [
      { start: 3, end: 8 },
      { start: 5, end: 5 },
      { start: 0, end: 2 },
    ];
    const mentions = [mention("T1", "Sign", 0, 8)];
    expect(tag({ text: "no fever", words, mentions })).toEqual({
      ...{ pairs: "no/B-Sign fever/I-Sign", problems: [] },
    });
  });

  test("tells each mention that is left out, and how many are changed", () => {
    const mentions = [
      mention("\u001b", "A b", 0, 3),
      mention("T2", "B", 4, 6),
      mention("T3", "C", 7, 8),
    ];
    const words = [{ start: 0, end: 6 }];
    const { pairs, problems } = tag({ text: "no-sgn !", words, mentions });
    expect(pairs).toBe("no-sgn/B-A_b");
    expect(problems.map(({ code, message, lost }) => [code, message.split(",")[0], lost])).toEqual([
      ["does-not-fit", String.raw`mention "T2" shares a word with "\u001b"`, true],
      ["does-not-fit", 'mention "T3" is in no word', true],
      ["changed", "1 of 3 mentions do not start and end with words", undefined],
      [
        ...["changed", "1 of 3 mentions have a type that the format cannot hold as it is"],
        undefined,
      ],
    ]);
  });
});
