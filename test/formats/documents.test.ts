import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Document } from "../../src/corpus/document.js";
import { FEATURES, type Feature } from "../../src/corpus/format.js";
import { featuresOf } from "../../src/corpus/losses.js";
import { arbitraryCorpus, EVERYTHING } from "./documents.js";
import { faultsOf, hasDangling } from "./faults.js";

const generated = (holds: ReadonlySet<Feature>) =>
  fc.sample(arbitraryCorpus({ holds }), { seed: 5, numRuns: 400 }).flat();

describe("arbitraryCorpus", () => {
  const documents = generated(EVERYTHING.holds);
  const some = (is: (document: Document) => boolean) => expect(documents.some(is)).toBe(true);
  const texts = (pattern: RegExp) => some(({ text }) => pattern.test(text));
  const pairs = ({ mentions }: Document) =>
    mentions.flatMap((a, i) => mentions.slice(i + 1).map((b) => [a, b] as const));

  test("makes sound documents", () => {
    expect(documents.flatMap(faultsOf)).toEqual([]);
    expect(documents.some(hasDangling)).toBe(false);
  });

  test.each<[string, RegExp]>([
    ["nothing", /^$/],
    ["NFD", /e\u0300/],
    ["astral characters", /[\u{10000}-\u{10ffff}]/u],
    ["CRLF", /\r\n/],
    ["lone CR", /\r(?!\n)/],
    ["tabs", /\t/],
    ["zero-width characters", /\u200b|\ufeff/],
    ["unusual spaces", /[\u00a0\u2009\u3000]/],
    ["unusual line separators", /[\u0085\u2028\u2029]/],
    ["control characters", /[^\P{Cc}\t\n\r\u0085]/u],
    ["white space at its start", /^\s+\S/],
    ["white space at its end", /\S\s+$/],
    ["line ends at its end", /\n$/],
    ["markup", /<b>|&amp;|\]\]>/],
    ["quotes and backslashes", /["\\]/],
    ["-DOCSTART- and #", /(^|\n)(-DOCSTART-|#)/],
    ["many characters", /^[\s\S]{5000,}$/],
  ])("makes texts with %s", (_, pattern) => texts(pattern));

  test("makes nested, crossing, duplicated mentions, two types on one span, and such over line ends and at the end", () => {
    some((d) => pairs(d).some(([a, b]) => a.start < b.start && b.end < a.end));
    some((d) => pairs(d).some(([a, b]) => a.start < b.start && b.start < a.end && a.end < b.end));
    const same = (d: Document) =>
      pairs(d).filter(([a, b]) => a.start === b.start && a.end === b.end);
    some((d) => same(d).some(([a, b]) => a.type === b.type && !a.fragments && !b.fragments));
    some((d) => same(d).some(([a, b]) => a.type !== b.type));
    some(({ text, mentions }) =>
      mentions.some(({ start, end }) => /\S\r?\n\S/.test(text.slice(start, end))),
    );
    some(({ text, mentions }) => mentions.some(({ end }) => end === text.length));
    some(({ mentions }) => mentions.some(({ fragments }) => (fragments?.length ?? 0) > 2));
  });

  test("makes every feature, and none that a format lacks", () => {
    const all = Object.keys(FEATURES) as Feature[];
    const found = new Set(documents.flatMap((document) => [...featuresOf(document).keys()]));
    expect([...found].sort()).toEqual([...all].sort());
    for (const lacking of all) {
      const others = generated(new Set(all.filter((feature) => feature !== lacking)));
      const counted = others.filter((document) => featuresOf(document).has(lacking));
      expect(counted).toEqual([]);
    }
  });
});
