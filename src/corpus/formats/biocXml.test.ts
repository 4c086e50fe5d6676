import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { biocXml } from "./biocXml.js";

const read = (content: string) => readAll(biocXml, [sourceFile("a.xml", content)]);
const covered = ({ text, mentions }: Document) =>
  mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`);

/** As BioCreative V CDR has it: entries in infons of their own, and relations of those. */
const CDR = `<?xml version='1.0' encoding='utf-8'?><!DOCTYPE collection SYSTEM 'BioC.dtd'>
<collection><source>CTD</source><date></date><key>CTD.key</key>
  <document><id>12</id><infon key="year">2024</infon><infon key="no">007</infon>
    <passage><infon key="type">title</infon><offset>0</offset><text>R&amp;D: no fever</text>
      <annotation id="0"><infon key="type">Sign</infon><infon key="MESH">D005334</infon><location offset="8" length="5"/><text>fever</text></annotation>
    </passage>
    <passage><offset>15</offset>
      <sentence><offset>15</offset><text>Left</text></sentence>
      <sentence><offset>20</offset><text>and right arm.</text>
        <annotation id="1"><infon key="type">Part</infon><location offset="15" length="4"/><location offset="30" length="3"/><text>Left arm</text></annotation>
      </sentence>
    </passage>
    <relation id="R0"><infon key="relation">CID</infon><infon key="Chemical">D008012</infon><node refid="0" role="Sign"/></relation>
  </document>
</collection>
`;

describe("biocXml.read", () => {
  test("says which elements of a collection, or of another root, are not read", async () => {
    const { documents, problems } = await read(CDR.replaceAll(/document>/g, "report>"));
    expect(documents).toEqual([]);
    expect(problems.map(({ code, message, lost }) => [code, message, lost])).toEqual([
      ["malformed", "an element that is no document of a collection is not read", true],
    ]);
    const other = await read("<corpus><source/></corpus>");
    expect(other.problems).toMatchObject([{ code: "malformed", lost: true }]);
  });

  test("reads passages, sentences, infons, several locations and relations", async () => {
    const { documents, problems } = await read(CDR);
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      {
        id: "12",
        text: "R&D: no fever \nLeft\nand right arm.",
        mentions: [
          { id: "0", type: "Sign", start: 8, end: 13 },
          {
            ...{ id: "1", type: "Part", start: 15, end: 33 },
            fragments: [
              { start: 15, end: 19 },
              { start: 30, end: 33 },
            ],
          },
        ],
        attributes: [
          { id: "A1", name: "MESH", target: "0", value: "D005334" },
          { id: "A2", name: "Chemical", target: "R0", value: "D008012" },
        ],
        relations: [{ id: "R0", type: "CID", arguments: [{ role: "Sign", target: "0" }] }],
        meta: {
          ...{ year: 2024, no: "007" },
          bioc: {
            collection: { source: "CTD", key: "CTD.key" },
            passages: [
              { start: 0, end: 13, infons: { type: "title" } },
              {
                ...{ start: 15, end: 34 },
                sentences: [
                  { start: 15, end: 19 },
                  { start: 20, end: 34 },
                ],
              },
            ],
          },
        },
      },
    ]);
  });

  test("is read back the same after it was written", async () => {
    const { documents } = await read(CDR);
    const { files, problems } = await writeAll(biocXml, documents);
    expect(problems).toEqual([]);
    expect((await readAll(biocXml, files)).documents).toEqual(documents);
  });

  test("keeps the documents around one that is broken", async () => {
    const document = (id: string, text: string) =>
      `<document><id>${id}</id><passage><offset>0</offset><text>${text}</text></passage></document>`;
    const { documents, problems } = await read(
      `<collection>${document("1", "a")}${document("2", "a <b")}${document("3", "c")}</collection>`,
    );
    expect(documents.map(({ id }) => id)).toEqual(["1", "3"]);
    expect(problems.filter(({ lost }) => lost).length).toBeGreaterThan(0);
  });

  test("names the line of what it leaves out, and keeps an infon given twice", async () => {
    const { documents, problems } = await read(
      CDR.replace('offset="8" length="5"', 'offset="8" length="500"').replace(
        '<infon key="no">',
        '<infon key="year">1999</infon><infon key="no">',
      ),
    );
    expect(problems.map(({ line, code, lost }) => ({ line, code, lost }))).toEqual([
      { line: 3, code: "duplicate-id", lost: undefined },
      { line: 5, code: "outside-text", lost: true },
      { line: 13, code: "dangling-reference", lost: true },
    ]);
    expect(documents[0]?.meta).toMatchObject({ year: 2024, "year.2": 1999 });
  });

  test("reads a document that is not in a collection", async () => {
    const { documents } = await read(
      "<document><id>7</id><passage><offset>0</offset><text>No fever</text><annotation id='1'><infon key='type'>S</infon><location offset='3' length='5'/><text>fever</text></annotation></passage></document>",
    );
    expect(documents.map(({ id }) => id)).toEqual(["7"]);
    expect(documents.flatMap(covered)).toEqual(["S:fever"]);
  });
});

describe("biocXml.write", () => {
  test("replaces what XML cannot hold, and says so", async () => {
    const { files, problems } = await writeAll(biocXml, [
      { id: "1", text: "a\u0000b", mentions: [{ id: "T1", type: "S", start: 0, end: 3 }] },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["changed"]);
    expect((await readAll(biocXml, files)).documents.map(({ text }) => text)).toEqual(["a\ufffdb"]);
  });

  test("names fields of BioC JSON that XML has no place for", async () => {
    const meta = { bioc: { others: { pmid: 1 } } };
    const { problems } = await writeAll(biocXml, [{ id: "1", text: "a", mentions: [], meta }]);
    expect(problems.map(({ code, lost }) => ({ code, lost }))).toEqual([
      { code: "does-not-fit", lost: true },
    ]);
  });
});

describe("biocXml.looksLike", () => {
  const looks = (head: string) => biocXml.looksLike(sourceFile("a.xml", ""), head);
  test("tells BioC from other XML", () => {
    expect(looks(CDR)).toBe(true);
    expect(looks("<collection><source>x</source><document><id>1</id>")).toBe(true);
    expect(looks('<?xml version="1.0"?><xmi:XMI xmlns:xmi="x"><document/>')).toBe(false);
    expect(looks("<collection><book/></collection>")).toBe(false);
  });
});
