import { readFileSync } from "node:fs";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import { annotatedDocuments, unordered } from "../../../test/formats/uimaDocuments.js";
import type { Document } from "../document.js";
import { xmi } from "./xmi.js";

const SEED = 20240906;
const FIXTURES = new URL("../../../test/fixtures/formats/xmi/", import.meta.url);
const fixture = (name: string) => sourceFile(name, readFileSync(new URL(name, FIXTURES)));
const read = (content: string, settings = {}) =>
  readAll(xmi, [sourceFile("a/1.xmi", content)], settings);
/** A file of these elements. */
const file = (...elements: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:custom="http:///webanno/custom.ecore" xmlns:noNamespace="http:///uima/noNamespace.ecore" xmi:version="2.0">
${elements.join("\n")}
</xmi:XMI>`;
const SOFA = '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="ab cd"/>';
const spansOf = ({ text, mentions }: Document) =>
  mentions.map(({ type, start, end }) => [type, text.slice(start, end)]);

describe("xmi.read", () => {
  test("reads what DKPro Cassis wrote, with the type system beside it", async () => {
    const { documents, problems, notices } = await readAll(xmi, [
      fixture("TypeSystem.xml"),
      fixture("ward.xmi"),
    ]);
    const text = '🩺 "Fieber" & <Husten>\r\n\tIbu\u2028 5\u0085mg\n';
    const [begin, drug] = [text.indexOf("<"), text.indexOf("Ibu")];
    expect(documents).toEqual([
      {
        id: "ward",
        text,
        mentions: [
          { id: "T1", type: "Sign", start: 4, end: 10 },
          { id: "T2", type: "Sign & more", start: begin, end: drug + 3 },
          { id: "T3", type: "Drug", start: drug, end: text.length - 1 },
        ],
        words: [
          { start: 0, end: 2 },
          { start: 4, end: 10 },
        ],
        attributes: [
          { id: "A1", name: "identifier", target: "T1", value: "http://kb/1?a&b" },
          { id: "A2", name: "dose", target: "T3", value: "5\nmg" },
          { id: "A3", name: "stopped", target: "T3" },
        ],
        relations: [
          {
            ...{ id: "R1", type: "by" },
            arguments: [
              { role: "Arg1", target: "T3" },
              { role: "Arg2", target: "T1" },
            ],
          },
        ],
        meta: {
          layers: {
            Sign: "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value",
            "Sign & more": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value",
            Drug: "webanno.custom.Drug",
          },
          relationLayers: { by: "webanno.custom.Cause|label" },
        },
      },
    ]);
    expect(problems).toEqual([]);
    expect(notices).toEqual([
      "layer de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS is left aside; --read layers=POS reads it",
    ]);
  });

  test("normalises line ends in attributes as XML has it: a bare one is a space, a numbered one stays", async () => {
    const { documents } = await read(
      file(
        '<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="a\nb\r\nc\td&#10;e&#13;&#9;f"/>',
        '<ner:NamedEntity xmi:id="2" sofa="1" begin="4" end="9" value="X"/>',
      ),
    );
    expect(documents[0]?.text).toBe("a b c d\ne\r\tf");
    expect(spansOf(documents[0] as Document)).toEqual([["X", "c d\ne"]]);
  });

  test("reads slots as events", async () => {
    // Elements of tsv3-suite/testSimpleCrossSenenceSlotFeature of INCEpTION.
    const { documents, problems } = await read(
      file(
        '<custom:SimpleSpan xmi:id="108" sofa="12" begin="3" end="8"/>',
        '<custom:SimpleSpan xmi:id="112" sofa="12" begin="25" end="28"/>',
        '<custom:LinkType xmi:id="116" role="p1" target="108"/>',
        '<custom:LinkType xmi:id="119" target="112"/>',
        '<custom:SimpleLinkHost xmi:id="122" sofa="12" begin="0" end="2" links="116 119"/>',
        '<cas:Sofa xmi:id="12" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="He loves her .&#10;She loves him not ."/>',
        '<cas:View sofa="12" members="108 112 116 119 122"/>',
      ),
    );
    expect(documents[0]?.events).toEqual([
      {
        ...{ id: "E1", type: "links", trigger: "T3" },
        arguments: [
          { role: "p1", target: "T1" },
          { role: "links", target: "T2" },
        ],
      },
    ]);
    expect(documents[0]?.attributes).toBeUndefined();
    expect(problems).toEqual([]);
  });

  test("gives a document for each view with a text", async () => {
    const { documents, problems } = await read(
      file(
        SOFA,
        '<cas:Sofa xmi:id="7" sofaNum="2" sofaID="de" sofaString="Wien"/>',
        '<cas:Sofa xmi:id="8" sofaNum="3" sofaID="web" sofaURI="http://x"/>',
        '<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="2" value="X"/>',
        '<ner:NamedEntity xmi:id="3" sofa="7" begin="0" end="4" value="LOC"/>',
        '<ner:NamedEntity xmi:id="4" sofa="8" begin="0" end="4" value="LOC"/>',
      ),
    );
    expect(documents.map((each) => [each.id, ...spansOf(each)])).toEqual([
      ["a/1", ["X", "ab"]],
      ["a/1.de", ["LOC", "Wien"]],
    ]);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ["missing-text", "1 annotations are about none of the 2 texts in the file"],
    ]);
  });

  test("knows types without a package, and features of several values", async () => {
    const { documents } = await read(
      file(
        SOFA,
        '<noNamespace:Sign xmi:id="2" sofa="1" begin="0" end="2"><codes>x</codes><codes>y</codes></noNamespace:Sign>',
      ),
    );
    expect(documents[0]).toMatchObject({
      mentions: [{ type: "Sign" }],
      attributes: [{ name: "codes", value: "x y" }],
    });
  });

  test("lists what it cannot read and goes on", async () => {
    const { documents, problems } = await read(
      file(
        '<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="0" value="X"/>',
        '<ner:NamedEntity xmi:id="3" sofa="1" begin="3" end="6" value="X"/>',
        '<ner:NamedEntity xmi:id="4" sofa="1" begin="-1" end="3" value="X"/>',
        '<ner:NamedEntity xmi:id="5" sofa="1" begin="0" end="1" value="not indexed"/>',
        '<ner:NamedEntity sofa="1" begin="0" end="2" value="A"/>',
        '<ner:NamedEntity xmi:id="6" sofa="1" begin="3" end="5" value="B"/>',
        '<ner:NamedEntity xmi:id="6" sofa="1" begin="3" end="4" value="C"/>',
        '<custom:R xmi:id="7" sofa="1" begin="0" end="1" Governor="6" Dependent="99"/>',
        '<ner:NamedEntity xmi:id="8" sofa="1" value="X"/>',
        SOFA,
        '<cas:View sofa="1" members="2 3 4 6 7 8"/>',
      ),
    );
    expect(spansOf(documents[0] as Document)).toEqual([
      ["A", "ab"],
      ["B", "cd"],
      ["C", "c"],
    ]);
    expect(problems.map(({ code }) => code).sort()).toEqual([
      ...["dangling-reference", "duplicate-id", "empty-mention", "malformed", "malformed"],
      ...["malformed", "missing-id", "outside-text"],
    ]);
  });

  test("sorts words, leaves out those that overlap, and says what meta is none", async () => {
    const token = (id: number, begin: string, end: string) =>
      `<t:Token xmi:id="${id}" sofa="1" begin="${begin}" end="${end}"/>`;
    const { documents, problems } = await read(
      file(
        ...[token(2, "3", "5"), token(3, "0", "2"), token(4, "0", "2"), token(5, "x", "2")],
        ...['<r:Meta xmi:id="6" sofa="1" begin="0" end="5" json="{broken"/>', SOFA],
      ).replace(
        "<xmi:XMI",
        '<xmi:XMI xmlns:t="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmlns:r="http:///raretag.ecore"',
      ),
    );
    expect(documents[0]?.words).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 5 },
    ]);
    expect(problems.map(({ code, lost }) => [code, lost])).toEqual([
      ["malformed", true],
      ["malformed", true],
    ]);
    expect(problems[1]?.message).toMatch(/^2 of 4 tokens /);
  });

  test("calls a type that has no name by its package", async () => {
    const { documents } = await read(
      file('<custom: xmi:id="2" sofa="1" begin="0" end="2"/>', SOFA),
    );
    expect(spansOf(documents[0] as Document)).toEqual([["webanno.custom.", "ab"]]);
  });

  test("says which annotation has neither a text nor offsets", async () => {
    const { problems } = await read(
      file('<ner:NamedEntity xmi:id="2" sofa="9" begin="x" end="2"/>', SOFA),
    );
    expect(problems.map(({ code, lost }) => [code, lost])).toEqual([["missing-text", true]]);
  });

  test("refuses other XML, and files without a text", async () => {
    const other = await read("<collection><source/></collection>");
    expect(other.problems).toMatchObject([
      { message: 'the root is "collection" and not xmi:XMI', lost: true },
    ]);
    const none = await read(file('<cas:NULL xmi:id="0"/>'));
    expect(none.problems).toMatchObject([{ code: "missing-text", lost: true }]);
    expect([...other.documents, ...none.documents]).toEqual([]);
  });

  test("is recognised by its root and its namespaces", () => {
    const listed = { path: "a.xml", key: "a", extension: ".xml" };
    expect(xmi.looksLike(listed, file(SOFA))).toBe(true);
    expect(xmi.looksLike(listed, "<collection></collection>")).toBe(false);
    expect(
      xmi.looksLike(
        listed,
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">',
      ),
    ).toBe(false);
  });
});

describe("xmi.write", () => {
  test("is read back unchanged and without complaint", async () => {
    await fc.assert(
      fc.asyncProperty(annotatedDocuments, async (document) => {
        const { files, problems } = await writeAll(xmi, [document]);
        const back = await readAll(xmi, files);
        expect([...problems, ...back.problems]).toEqual([]);
        expect(back.documents.map(unordered)).toEqual([unordered(document)]);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("is well-formed XML, whose namespaces and references an independent parser resolves", async () => {
    await fc.assert(
      fc.asyncProperty(annotatedDocuments, async (document) => {
        const { files } = await writeAll(xmi, [document]);
        for (const each of files) {
          const parser = new SaxesParser({ xmlns: true });
          parser.on("error", (error) => expect.fail(error.message));
          const ids: string[] = [];
          let members: string[] = [];
          parser.on("opentag", ({ uri, local, attributes }) => {
            expect(uri).not.toBe("");
            const id = attributes["xmi:id"]?.value;
            if (id !== undefined && id !== "0" && local !== "Sofa") ids.push(id);
            if (local === "Sofa") expect(attributes.sofaString?.value).toBe(document.text);
            if (local === "View") members = (attributes.members?.value ?? "").split(" ");
          });
          parser.write(new TextDecoder().decode(await each.bytes())).close();
          expect(members).toEqual(ids);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test("writes a type system with all layers and features beside the files", async () => {
    const [document] = (await readAll(xmi, [fixture("ward.xmi")])).documents as [Document];
    const { files } = await writeAll(xmi, [document, { ...document, id: "a/b" }]);
    expect(files.map(({ path }) => path)).toEqual(["ward.xmi", "a/b.xmi", "TypeSystem.xml"]);
    const types = new TextDecoder().decode(await files[2]?.bytes());
    const declared = [...types.matchAll(/<name>([\w.]+)<\/name>/g)].map(([, name]) => name);
    expect(declared).toEqual([
      ...["de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData", "documentTitle"],
      ...["documentId", "isLastSegment"],
      "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
      ...["de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "identifier", "value"],
      ...["raretag.Meta", "json", "webanno.custom.Drug", "dose", "stopped"],
      ...["webanno.custom.Cause", "Dependent", "Governor", "label"],
    ]);
  });

  test("replaces what no XML can hold, one for one, and says so", async () => {
    const { files, problems } = await writeAll(xmi, [
      { id: "d", text: "a\0b\uffff", mentions: [{ id: "T1", type: "X", start: 2, end: 3 }] },
    ]);
    expect(problems).toMatchObject([{ source: "d", code: "changed" }]);
    const { documents } = await readAll(xmi, files);
    expect(documents[0]?.text).toBe("a\ufffdb\ufffd");
    expect(spansOf(documents[0] as Document)).toEqual([["X", "b"]]);
  });
});
