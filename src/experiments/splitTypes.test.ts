/** Types split by their strings: as many as asked for, strings together, clusters alike in size. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import type { Document, Mention } from "../corpus/index.js";
import { splitTypes } from "./splitTypes.js";

/** A document whose words are mentions of the types given. */
function documentOf(mentions: readonly (readonly [type: string, text: string])[]): Document {
  let start = 0;
  return {
    id: "d",
    text: mentions.map(([, text]) => text).join("\n"),
    mentions: mentions.map(([type, text], i): Mention => {
      const end = start + text.length;
      const mention = { id: `T${i}`, type, start, end };
      start = end + 1;
      return mention;
    }),
  };
}

const typesAfter = (document: Document, types: number): string[] => {
  const rename = splitTypes([document], types);
  return document.mentions.map((mention) => rename(mention, document.text));
};

describe("splitTypes", () => {
  test("keeps phrases of one head together, in any case, and numbers their clusters", () => {
    const signs = ["chest pain", "mild fever", "Back Pain", "fever", "chest  pain", "Fever"];
    const document = documentOf([
      ...signs.map((text) => ["Sign", text] as const),
      ["Drug", "aspirin"],
    ]);
    expect(typesAfter(document, 3)).toEqual([
      ...["Sign-2", "Sign-1", "Sign-2", "Sign-1", "Sign-2", "Sign-1"],
      "Drug",
    ]);
    expect(typesAfter(document, 2)).toEqual([...signs.map(() => "Sign"), "Drug"]);
    expect(new Set(typesAfter(document, 5)).size).toBe(5);
  });

  test("makes the number asked for, parts no string, and mixes no types", () => {
    const mention = fc.tuple(fc.constantFrom("A", "B", "C"), fc.constantFrom(..."abcdefgh"));
    fc.assert(
      fc.property(fc.array(mention, { minLength: 1, maxLength: 60 }), fc.nat(), (drawn, asked) => {
        const document = documentOf(drawn);
        const strings = new Set(drawn.map(([type, text]) => `${type} ${text}`)).size;
        const least = new Set(drawn.map(([type]) => type)).size;
        const wanted = least + (asked % (strings - least + 1));
        const after = typesAfter(document, wanted);
        expect(new Set(after).size).toBe(wanted);
        const typeOf = new Map<string, string>();
        drawn.forEach(([type, text], i) => {
          const key = `${type} ${text}`;
          expect(after[i]).toBe(typeOf.get(key) ?? after[i]);
          typeOf.set(key, after[i] as string);
          expect(after[i]?.replace(/-\d+$/, "")).toBe(type);
        });
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test("makes clusters of about equally many mentions", () => {
    const random = createRandom(2);
    const drawn = Array.from({ length: 6000 }, (_, i): [string, string] => [
      i < 5000 ? "Common" : "Rare",
      `word${random.below(300)}`,
    ]);
    const counts = new Map<string, number>();
    for (const type of typesAfter(documentOf(drawn), 24))
      counts.set(type, (counts.get(type) ?? 0) + 1);
    // 250 mentions each: 20 clusters of 5000, 4 of 1000; a border may be a string of some twenty mentions off
    expect([...counts.keys()].filter((type) => type.startsWith("Common"))).toHaveLength(20);
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(60);
  });

  test("follows neither the order of documents nor that of mentions", () => {
    const drawn = Array.from({ length: 80 }, (_, i): [string, string] => [
      i % 3 ? "A" : "B",
      `w${(i * 7) % 20}`,
    ]);
    const named = (list: typeof drawn, parts: number) => {
      const documents = parts === 1 ? [documentOf(list)] : list.map((one) => documentOf([one]));
      const rename = splitTypes(documents, 11);
      return documents
        .flatMap(({ mentions, text }) =>
          mentions.map((one) => `${text.slice(one.start, one.end)} ${rename(one, text)}`),
        )
        .sort();
    };
    expect(named(drawn.toReversed(), 80)).toEqual(named(drawn, 1));
  });

  test("refuses fewer types than there are, and more than there are strings", () => {
    const document = documentOf([
      ["A", "one"],
      ["A", "two"],
      ["B", "one"],
    ]);
    expect(() => splitTypes([document], 1)).toThrow(
      "1 types were asked for, and the corpus has 2 types of 3 strings. Ask for 2 to 3.",
    );
    expect(() => splitTypes([document], 4)).toThrow("Ask for 2 to 3.");
  });

  test("refuses names that would meet those of other types", () => {
    const document = documentOf([
      ["A", "one"],
      ["A", "two"],
      ["A-1", "three"],
    ]);
    expect(() => splitTypes([document], 3)).toThrow(
      "the new type A-1 is one of the corpus already. Rename that one in the corpus.",
    );
  });
});
