import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { biocJson } from "./biocJson.js";

const read = (value: unknown, path = "a.json") =>
  readAll(biocJson, [sourceFile(path, typeof value === "string" ? value : JSON.stringify(value))]);
const covered = ({ text, mentions }: Document) =>
  mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`);

const annotation = (id: string, offset: number, text: string, rest: object = {}) => ({
  ...{ id, infons: { type: "Sign" }, text, locations: [{ offset, length: text.length }] },
  ...rest,
});
const passage = (offset: number, text: string, annotations: object[] = [], rest: object = {}) => ({
  ...{ offset, infons: {}, text, sentences: [], annotations, relations: [], ...rest },
});
const collection = (...documents: object[]) => ({
  ...{ source: "PubTator", date: "2024-05-01", key: "k", infons: { a: "b" }, documents },
});

/** Title and abstract one character apart, as PubTator has them. */
const FULL = {
  id: "12",
  infons: { journal: "J", year: 2024 },
  passages: [
    passage(0, "No fever.", [annotation("1", 3, "fever")], { infons: { type: "title" } }),
    passage(10, "Cough and fever.", [
      annotation("2", 10, "Cough", {
        infons: { type: "Sign", identifier: "MESH:D003371", name: "Cough", valid: true },
      }),
    ]),
  ],
  annotations: [],
  relations: [
    {
      ...{ id: "R1", infons: { type: "Association", score: "0.9" } },
      nodes: [
        { refid: "1", role: "Cause" },
        { refid: "2", role: "" },
      ],
    },
  ],
};

describe("biocJson.read", () => {
  test("says which infons are no object", async () => {
    const { documents, problems } = await read(
      collection({
        ...{ id: "1", infons: 17 },
        passages: [passage(0, "No fever.", [annotation("1", 3, "fever")], { infons: [1] })],
      }),
    );
    expect(documents.map(covered)).toEqual([["Sign:fever"]]);
    expect(problems.map(({ at, code, lost }) => [at, code, lost])).toEqual([
      ["documents[0].infons", "malformed", true],
      ["documents[0].passages[0].infons", "malformed", true],
    ]);
  });

  test("rebuilds the text so that offsets of passages hold, and keeps all that is said", async () => {
    const { documents, problems, notices } = await read(collection(FULL));
    expect({ problems, notices }).toEqual({ problems: [], notices: [] });
    expect(documents).toEqual([
      {
        id: "12",
        text: "No fever.\nCough and fever.",
        mentions: [
          { id: "1", type: "Sign", start: 3, end: 8 },
          { id: "2", type: "Sign", start: 10, end: 15 },
        ],
        attributes: [
          { id: "A1", name: "valid", target: "2", value: "true" },
          { id: "A2", name: "score", target: "R1", value: "0.9" },
        ],
        normalizations: [
          { id: "N1", type: "Reference", target: "2", reference: "MESH:D003371", text: "Cough" },
        ],
        relations: [
          {
            ...{ id: "R1", type: "Association" },
            arguments: [
              { role: "Cause", target: "1" },
              { role: "Arg2", target: "2" },
            ],
          },
        ],
        meta: {
          ...{ journal: "J", year: 2024 },
          bioc: {
            collection: { source: "PubTator", date: "2024-05-01", key: "k", infons: { a: "b" } },
            passages: [
              { start: 0, end: 9, infons: { type: "title" } },
              { start: 10, end: 26 },
            ],
          },
        },
      },
    ]);
  });

  test.each<[string, string, string]>([
    ["a collection", JSON.stringify(collection(FULL)), "12"],
    ["an indented collection", JSON.stringify(collection(FULL), null, 2), "12"],
    ["an array of collections, as PMC exports", JSON.stringify([collection(FULL)]), "12"],
    ["a document", JSON.stringify(FULL), "12"],
    ["JSON lines", `${JSON.stringify(FULL)}\n`, "12"],
    [
      "the export of PubTator 3",
      JSON.stringify({ PubTator3: [{ _id: "7|None", ...FULL, id: undefined, pmid: 7 }] }),
      "7",
    ],
    ["a document without id", JSON.stringify({ ...FULL, id: undefined }), "a-1"],
  ])("reads %s", async (_, content, id) => {
    const { documents, problems } = await read(content);
    expect(problems).toEqual([]);
    expect(documents.map((document) => document.id)).toEqual([id]);
    expect(documents.flatMap(covered)).toEqual(["Sign:fever", "Sign:Cough"]);
    expect(biocJson.looksLike(sourceFile("a.json", ""), content)).toBe(true);
  });

  test("reads sentences with annotations of passage, sentence and document, across them too", async () => {
    const { documents, problems } = await read({
      ...{ id: "1", infons: {}, relations: [] },
      passages: [
        {
          ...{ offset: 2, infons: {}, annotations: [annotation("p", 5, "fever")], relations: [] },
          sentences: [
            passage(2, "No fever.", [annotation("s", 2, "No fever.  Cough")]),
            passage(13, "Cough."),
          ],
        },
      ],
      annotations: [annotation("d", 13, "Cough")],
    });
    expect(problems).toEqual([]);
    expect(documents[0]?.text).toBe("  No fever. \nCough.");
    expect(documents.flatMap(covered)).toEqual([
      "Sign:fever",
      "Sign:No fever. \nCough",
      "Sign:Cough",
    ]);
  });

  test.each(["bytes", "UTF-16 units"])(
    "finds by the quotes that offsets count %s, gaps between passages included",
    async (unit) => {
      const length = (text: string) => (unit === "bytes" ? Buffer.byteLength(text) : text.length);
      const [title, abstract] = ["🩺 été", "🩺 Pas de fièvre ñ."];
      const at = length(title) + 1;
      const fever = {
        ...annotation("1", 0, "fièvre"),
        locations: [{ offset: at + length("🩺 Pas de "), length: length("fièvre") }],
      };
      const { documents, problems } = await read({
        id: "1",
        passages: [passage(0, title), passage(at, abstract, [fever])],
      });
      expect(documents[0]?.text).toBe(`${title}\n${abstract}`);
      expect(documents.flatMap(covered)).toEqual(["Sign:fièvre"]);
      expect(problems.map(({ code, message }) => ({ code, message }))).toEqual([
        { code: "offset-unit", message: `offsets count ${unit}, not code points` },
      ]);
    },
  );

  test("finds by the quotes that offsets begin with the passage", async () => {
    const { documents, problems } = await read({
      id: "1",
      passages: [passage(0, "No fever."), passage(10, "Cough.", [annotation("1", 0, "Cough")])],
    });
    expect(documents.flatMap(covered)).toEqual(["Sign:Cough"]);
    expect(problems.map(({ code }) => code)).toEqual(["offset-unit"]);
  });

  test("puts passages that overlap after each other, and finds their annotations", async () => {
    const { documents, problems } = await read({
      id: "1",
      passages: [
        passage(0, "No fever.", [annotation("1", 3, "fever")]),
        passage(0, "Cough.", [annotation("2", 0, "Cough")]),
      ],
    });
    expect(documents[0]?.text).toBe("No fever.\nCough.");
    expect(documents.flatMap(covered)).toEqual(["Sign:fever", "Sign:Cough"]);
    expect(problems.map(({ code, at, lost }) => ({ code, at, lost }))).toEqual([
      { code: "malformed", at: "passages[1]", lost: undefined },
    ]);
  });

  test.each([
    [{ locations: [{ offset: 5, length: 99 }] }, "outside-text"],
    [{ locations: [{ offset: 3, length: 0 }] }, "empty-mention"],
    [{ locations: [{ offset: "x", length: 1 }] }, "malformed"],
    [{ locations: [] }, "malformed"],
    [{ infons: {} }, "malformed"],
  ])("leaves out an annotation with %j and what refers to it", async (rest, code) => {
    const { documents, problems } = await read({
      ...{ id: "1", passages: [passage(0, "No fever.", [annotation("1", 3, "fever", rest)])] },
      relations: [{ id: "R1", infons: {}, nodes: [{ refid: "1", role: "a" }] }],
    });
    expect(documents[0]?.mentions).toEqual([]);
    expect(problems.map((p) => ({ code: p.code, at: p.at, lost: p.lost }))).toEqual([
      { code, at: "passages[0].annotations[0]", lost: true },
      { code: "dangling-reference", at: "relations[0]", lost: true },
    ]);
    expect(documents[0]?.relations).toEqual([{ id: "R1", type: "relation", arguments: [] }]);
  });

  test("makes ids unique and up, and keeps duplicates and other texts", async () => {
    const { documents, problems } = await read({
      id: "1",
      passages: [
        passage(0, "No fever.", [
          annotation("T1", 3, "fever"),
          annotation("T1", 3, "cough"),
          { ...annotation("", 0, "No"), id: undefined },
        ]),
      ],
    });
    expect(documents[0]?.mentions.map(({ id }) => id)).toEqual(["T1", "T1.2", "T2"]);
    expect(problems.map(({ code }) => code).sort()).toEqual([
      "duplicate-id",
      "missing-id",
      "quoted-text-differs",
    ]);
  });
});

describe("biocJson.write", () => {
  test("writes back what was read: collection, passages, unknown fields", async () => {
    const given = collection({ ...FULL, pmid: 12, relations_display: [{ name: "a" }] });
    const { documents } = await read(given);
    const { files, problems } = await writeAll(biocJson, documents);
    const written = JSON.parse(new TextDecoder().decode(await files[0]?.bytes()));
    // Values of infons become texts, and a role that was empty has a name.
    const text = JSON.stringify(given).replace('"valid":true', '"valid":"true"');
    expect(written).toEqual(JSON.parse(text.replace('"role":""', '"role":"Arg2"')));
    expect(problems).toEqual([]);
  });

  test("writes a text that its passages no longer fit as one, and says so", async () => {
    const meta = {
      bioc: {
        passages: [
          { start: 0, end: 9 },
          { start: 10, end: 99 },
        ],
      },
    };
    const { files, problems } = await writeAll(biocJson, [
      { id: "1", text: "No fever.\nCough.", mentions: [], meta },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["changed"]);
    expect((await readAll(biocJson, files)).documents).toEqual([
      { id: "1", text: "No fever.\nCough.", mentions: [] },
    ]);
  });
});
