/** Every example of docs/formats.md is read by its section's format, and written back. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { spansOf } from "../src/corpus/document.js";
import { FORMATS } from "../src/corpus/formatTable.js";
import { faultsOf, hasDangling } from "./formats/faults.js";
import { readAll, sourceFile, writeAll } from "./formats/memory.js";

const PAGE = readFileSync("docs/formats.md", "utf8");

/** A fence and the name of its file. */
interface Example {
  readonly name: string;
  readonly content: string;
}

/** A part of the page between two headings. */
interface Section {
  readonly title: string;
  readonly text: string;
  /** Files, in groups: those that follow each other without prose are read together. */
  readonly examples: readonly Example[][];
}

/** Sections of `page` that have examples. */
function sectionsOf(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const groups: Example[][] = [];
      let end = -1;
      const fence = /^FILE: *`?([^\n`]+?)`?\n+(`{3,})[^\n]*\n([\s\S]*?)^\2\n/gm;
      for (const { 0: whole, 1: name, 3: content, index } of part.matchAll(fence)) {
        const follows = end >= 0 && part.slice(end, index).trim() === "";
        const example = { name: name as string, content: content as string };
        if (follows) groups.at(-1)?.push(example);
        else groups.push([example]);
        end = index + whole.length;
      }
      return { title: part.split("\n", 1)[0]?.trim() as string, text: part, examples: groups };
    });
}

/** Formats that no page can show. */
const BINARY = ["spacy"];

const sections = sectionsOf(PAGE);
const formatOf = ({ title }: Section) =>
  FORMATS.find(({ name, title: long }) =>
    [name, long].some((n) => title.replaceAll("`", "").split(/[ :(,]/)[0] === n || title === n),
  );

/** A file that ends without a line end, if it is a text of brat's: fences cannot. */
const files = (examples: readonly Example[]) =>
  examples.map(({ name, content }) => sourceFile(name, content));

describe("docs/formats.md", () => {
  test.each(FORMATS)("has a section for $name, with an example", ({ name, read }) => {
    // two formats can be forms of one, with the same reader
    const section = sections.find((part) => formatOf(part)?.read === read);
    expect(section).toBeDefined();
    if (!BINARY.includes(name)) expect(section?.examples).not.toEqual([]);
  });

  const cases = sections.flatMap((section) =>
    section.examples.map((examples) => ({
      ...{ section, examples, title: section.title },
      names: examples.map(({ name }) => name).join(", "),
    })),
  );

  test.each(cases)("$title: $names is read whole", async ({ section, examples }) => {
    const format = formatOf(section);
    if (format === undefined) throw new Error(`no format is called ${section.title}`);
    const { documents, problems } = await readAll(format, files(examples));
    expect(problems).toEqual([]);
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.flatMap(faultsOf)).toEqual([]);
    expect(documents.filter(hasDangling)).toEqual([]);
    if (format.name === "text") return;
    const content = examples.map((example) => example.content).join("\n");
    const mentions = documents.flatMap(({ text, mentions: all }) =>
      all.map((mention) => spansOf(mention).map(({ start, end }) => text.slice(start, end))),
    );
    expect(mentions.length).toBeGreaterThan(0);
    // Whole words, as their annotators marked them, that the file shows.
    for (const piece of mentions.flat()) {
      expect(piece).toMatch(/^\S(.*\S)?$/s);
      for (const word of piece.split(/\s+/)) expect(content).toContain(word);
    }
  });

  test.each(cases)("$title: $names is recognised", ({ section, examples }) => {
    const takers = examples.map(({ name, content }) =>
      FORMATS.find((format) => format.looksLike(sourceFile(name, content), content)),
    );
    expect(takers.map((format) => format?.name)).toContain(formatOf(section)?.name);
  });

  test.each(cases.filter(({ section }) => formatOf(section)?.writer))(
    "$title: $names is the same after writing and reading again",
    async ({ section, examples }) => {
      const format = formatOf(section);
      if (format === undefined) throw new Error(`no format is called ${section.title}`);
      const { documents } = await readAll(format, files(examples));
      const written = await writeAll(format, documents);
      expect(written.problems).toEqual([]);
      expect((await readAll(format, written.files)).documents).toEqual(documents);
    },
  );
});

describe("sectionsOf", () => {
  test("finds the files of each section, and which belong together", () => {
    const page = [
      "# Formats\n\nFILE: no.txt\n\n## brat\n\nTwo files:\n",
      "FILE: a.txt\n```\nfever\n```\n\nFILE: `a.ann`\n\n```\nT1\tX 0 5\tfever\n```\n",
      "and one:\n\nFILE: b.txt\n````\n```\n````\n\n## jsonl\nnone\n",
    ].join("\n");
    expect(sectionsOf(page).map(({ title, examples }) => ({ title, examples }))).toEqual([
      {
        title: "brat",
        examples: [
          [
            { name: "a.txt", content: "fever\n" },
            { name: "a.ann", content: "T1\tX 0 5\tfever\n" },
          ],
          [{ name: "b.txt", content: "```\n" }],
        ],
      },
      { title: "jsonl", examples: [] },
    ]);
  });
});
