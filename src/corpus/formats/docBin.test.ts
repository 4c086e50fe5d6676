import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { readAll, sourceFile } from "../../../test/formats/memory.js";
import { docBin } from "./docBin.js";
import { unpack } from "./docBinMsgpack.js";
import { hashString, SYMBOLS } from "./docBinStrings.js";

const FIXTURES = new URL("../../../test/fixtures/formats/spacy/", import.meta.url);
interface Expected {
  readonly text: string;
  readonly words: readonly string[];
  readonly spans: readonly {
    readonly kind: string;
    readonly type: string;
    readonly text: string;
    readonly points: readonly [number, number];
  }[];
  readonly cats: Readonly<Record<string, number>>;
}
/** What spaCy itself reads from the files. */
const expected = JSON.parse(readFileSync(new URL("expected.json", FIXTURES), "utf8")) as Record<
  string,
  readonly Expected[]
> & { readonly hashes: Readonly<Record<string, string>>; readonly symbols: readonly string[] };
const fixture = (name: string) => sourceFile(name, readFileSync(new URL(name, FIXTURES)));

const FEVER = hashString("fever");
const PERSON = 380n; // spacy/symbols.pyx
/** A DocBin of tokens `fever` with IOB codes and types, as documented at https://spacy.io/api/docbin#serialization. */
function bin({
  iob = [3n],
  types = iob.map(() => PERSON),
  lengths = [iob.length],
  strings = ["fever"],
  ...others
}: {
  readonly iob?: readonly bigint[];
  readonly types?: readonly bigint[];
  readonly lengths?: readonly number[];
  readonly strings?: readonly string[];
  readonly span_groups?: unknown;
} = {}) {
  const cells = iob.flatMap((code, i) => [FEVER, code, types[i] as bigint]);
  const content = {
    attrs: [65, 77, 78],
    tokens: new Uint8Array(new BigUint64Array(cells).buffer),
    lengths: new Uint8Array(new Int32Array(lengths).buffer),
    spaces: new Uint8Array(iob.length).fill(1),
    ...{ strings, cats: lengths.map(() => ({})), flags: lengths.map(() => ({})) },
    ...others,
  };
  return sourceFile("x.spacy", deflateSync(encode(content)));
}
const spanBytes = (start: number, end: number) => {
  const view = new DataView(new ArrayBuffer(40));
  view.setBigUint64(16, PERSON);
  view.setInt32(24, start);
  view.setInt32(28, end);
  return new Uint8Array(view.buffer);
};
const group = (name: string, spans: readonly Uint8Array[]) => encode({ name, attrs: {}, spans });

describe("docBin", () => {
  test.each(["many.spacy", "one.spacy", "few-attrs.spacy"])(
    "reads %s as spaCy does",
    async (name) => {
      const { documents, problems } = await readAll(docBin, [fixture(name)]);
      const read = documents.map(({ text, mentions, words = [], attributes = [], meta }) => ({
        text,
        words: words.map(({ start, end }) => text.slice(start, end)),
        spans: mentions.map(({ id, type, start, end }) => ({
          kind: attributes.find((a) => a.target === id && a.name === "group")?.value ?? "ents",
          type,
          text: text.slice(start, end),
          points: [start, end].map((offset) => Array.from(text.slice(0, offset)).length),
        })),
        cats: meta?.cats ?? {},
      }));
      expect(read).toEqual(expected[name]);
      expect(problems).toEqual([]);
    },
  );

  test("keeps ids of knowledge bases, and numbers the documents of a file", async () => {
    const { documents } = await readAll(docBin, [fixture("many.spacy"), fixture("one.spacy")]);
    expect(documents.map(({ id }) => id)).toEqual(["many-1", "many-2", "many-3", "one"]);
    expect(documents[0]?.attributes?.[0]).toEqual({
      ...{ id: "A1", name: "kb_id", target: "T1", value: "Q42" },
    });
  });

  test("says what it leaves aside or takes for granted", async () => {
    const { notices } = await readAll(docBin, [fixture("many.spacy"), fixture("one.spacy")]);
    expect(notices).toEqual([
      "many.spacy has user data, which is left aside",
      "one.spacy does not say where its texts have spaces: one is taken after each token",
    ]);
  });

  test("reads the groups that are asked for", async () => {
    const { documents } = await readAll(docBin, [fixture("many.spacy")], { groups: "sc, other" });
    expect(documents.flatMap(({ mentions }) => mentions.map(({ type }) => type))).toEqual([
      ...["Sign", "Sign", "DATE", "Title"],
    ]);
  });

  test("reads a list of groups, as older versions wrote it", async () => {
    const packed = encode([group("sc", [spanBytes(0, 2), spanBytes(1, 2)])]);
    const { documents } = await readAll(docBin, [bin({ iob: [2n, 2n], span_groups: [packed] })]);
    expect(documents[0]?.mentions).toEqual([
      { id: "T1", type: "PERSON", start: 0, end: 11 },
      { id: "T2", type: "PERSON", start: 6, end: 11 },
    ]);
  });

  test("begins an entity at an I without one, and keeps the first type where types differ", async () => {
    const { documents, problems } = await readAll(docBin, [
      bin({ iob: [1n, 1n, 2n, 1n], types: [PERSON, 383n, 0n, 383n] }),
    ]);
    expect(documents[0]?.mentions.map(({ type, start, end }) => [type, start, end])).toEqual([
      ["PERSON", 0, 11],
      ["ORG", 18, 23],
    ]);
    expect(problems.map(({ code }) => code)).toEqual(Array(3).fill("irregular-tag"));
  });

  test("lists empty spans and spans outside of the text", async () => {
    const spans = [spanBytes(0, 0), spanBytes(1, 3), spanBytes(-1, 1), spanBytes(0, 1)];
    const { documents, problems } = await readAll(docBin, [
      bin({ iob: [2n, 2n], span_groups: [encode([group("sc", spans)])] }),
    ]);
    expect(documents[0]?.mentions).toHaveLength(1);
    expect(problems.map(({ code, lost }) => [code, lost])).toEqual([
      ["empty-mention", true],
      ["outside-text", true],
      ["outside-text", true],
    ]);
  });

  test.each([
    [
      "zeros for all memory",
      deflateSync(new Uint8Array(2 ** 30 + 1)),
      "unpacks to more than 1024 MiB",
    ],
    [
      "other bytes",
      new TextEncoder().encode("xyz"),
      "not compressed as spaCy does it (Z_DATA_ERROR)",
    ],
    [
      "half a file",
      deflateSync(encode({ attrs: [1] })).subarray(0, 9),
      "not compressed as spaCy does it",
    ],
    ["no map", deflateSync(encode([1])), "the file holds no DocBin but another value"],
    [
      "half a map",
      deflateSync(encode({ attrs: [65] }).subarray(0, 6)),
      "it ends within a value at byte 6",
    ],
    [
      "another map",
      deflateSync(encode({ attrs: [65] })),
      "no attrs with ORTH, tokens, spaces and lengths",
    ],
  ])("refuses %s with a problem", async (_, bytes, message) => {
    const { documents, problems } = await readAll(docBin, [sourceFile("x.spacy", bytes)]);
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ code: "malformed", source: "x.spacy", lost: true }]);
    expect(problems[0]?.message).toContain(message);
  });

  test.each([
    ["no list", 17],
    ["a list of other values", [encode(17)]],
    ["groups whose spans are no list", [encode([encode({ name: "sc", attrs: {}, spans: 17 })])]],
  ])("says that span groups are %s", async (_, span_groups) => {
    const { documents, problems } = await readAll(docBin, [bin({ span_groups })]);
    expect(documents[0]?.mentions).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "malformed", lost: true }]);
  });

  test("lists a document with more tokens than there are, and tokens of no document", async () => {
    const more = await readAll(docBin, [bin({ iob: [2n, 2n], lengths: [1, 2] })]);
    expect(more.documents).toHaveLength(1);
    expect(more.problems.map(({ message }) => message)).toEqual([
      "document 2 of 2 has 2 tokens but the file has 1 left",
    ]);
    const less = await readAll(docBin, [bin({ iob: [2n, 2n], lengths: [1] })]);
    expect(less.problems.map(({ message }) => message)).toEqual([
      "1 tokens at the end belong to no document",
    ]);
  });

  test("leaves out a document whose words are not among the strings", async () => {
    const { documents, problems } = await readAll(docBin, [bin({ strings: ["cough"] })]);
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ code: "missing-text", at: "[0]", lost: true }]);
  });

  test("looks at the name and the first byte", () => {
    const listed = { path: "a.spacy", key: "a", extension: ".spacy" };
    expect(docBin.looksLike(listed, "x\ufffd\ufffd")).toBe(true);
    expect(docBin.looksLike(listed, "{")).toBe(false);
    expect(docBin.looksLike({ ...listed, extension: ".txt" }, "x-ray")).toBe(false);
  });
});

describe("hashString", () => {
  test("gives spaCy's own hashes", () => {
    const hashes = Object.keys(expected.hashes).map((text) => [text, String(hashString(text))]);
    expect(Object.fromEntries(hashes)).toEqual(expected.hashes);
  });

  test("has spaCy's own symbols", () => expect(SYMBOLS).toEqual(expected.symbols));
});

describe("unpack", () => {
  test.each([
    [
      0,
      127,
      128,
      255,
      256,
      65536,

      -1,
      -32,
      -33,
      -129,
      -40000,

      1.5,
      null,
      true,
      false,
    ],
    ["", "a".repeat(31), "b".repeat(32), "c".repeat(300), "d".repeat(70_000), "\ufeffü🩺"],
    [[], Array(20).fill(1), Array(70_000).fill(2), new Uint8Array(3), new Uint8Array(70_000)],
  ])("reads what an independent encoder wrote (%#)", (...values) => {
    expect(values.map((value) => unpack(encode(value)))).toEqual(values.map((value) => value));
  });

  test("reads maps, 64-bit numbers and short floats", () => {
    expect(unpack(encode({ a: { b: 1 } }))).toEqual(new Map([["a", new Map([["b", 1]])]]));
    const wide = encode([2n ** 64n - 1n, -(2n ** 62n)], { useBigInt64: true });
    expect(unpack(wide)).toEqual([2n ** 64n - 1n, -(2n ** 62n)]);
    expect(unpack(encode(0.5, { forceFloat32: true }))).toBe(0.5);
  });

  test.each([
    [
      "an array of four thousand million",
      [0xdd, 0xff, 0xff, 0xff, 0xff, 1],
      "ends within a value at byte 6",
    ],
    ["bytes that are not there", [0xc6, 0xff, 0xff, 0xff, 0xff], "ends within a value at byte 5"],
    ["nothing", [], "ends within a value at byte 0"],
    ["the code that means nothing", [0xc1], "byte 0 begins no value"],
    ["arrays in arrays", Array(1000).fill(0x91), "nests deeper than 64"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => unpack(Uint8Array.from(bytes))).toThrow(message);
  });
});
