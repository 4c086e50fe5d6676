import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { csv } from "./csv.js";

const read = (files: Record<string, string> | string, settings = {}) =>
  readAll(
    csv,
    Object.entries(typeof files === "string" ? { "a.csv": files } : files).map(([path, content]) =>
      sourceFile(path, content),
    ),
    settings,
  );
const quotes = (documents: readonly Document[]) =>
  documents.map(
    ({ id, text, mentions }) =>
      `${id} ${mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`).join(" ")}`,
  );

describe("csv", () => {
  test.each([
    ["text in every row", "id,text,start,end,label\n1,No fever.,3,8,Sign\n1,No fever.,0,2,Neg\n"],
    ["text in the first row", "doc_id,note,begin,end,type\n1,No fever.,3,8,Sign\n1,,0,2,Neg\n"],
    [
      "a row for the text alone",
      "document,text,start,end,type\n1,No fever.,,,\n1,,3,8,Sign\n1,,0,2,Neg\n",
    ],
    ["semicolons", "id;text;start;end;label\r\n1;No fever.;3;8;Sign\r\n1;No fever.;0;2;Neg\r\n"],
    [
      "tabs, quotes and a mark",
      '\ufeff"id"\t"text"\t"start"\t"end"\t"label"\n1\tNo fever.\t3\t8\t"Sign"\n1\t\t0\t2\tNeg',
    ],
    [
      "floats, as pandas writes them",
      "Note ID,Text,Start Offset,End Offset,Entity Type\n1,No fever.,3.0,8.0,Sign\n1,,0.0,2.0,Neg\n",
    ],
    ["CR alone", "id,text,start,end,label\r1,No fever.,3,8,Sign\r1,,0,2,Neg\r"],
  ])("reads a table with %s", async (_what, content) => {
    const { documents, problems } = await read(content);
    expect([quotes(documents), problems]).toEqual([["1 Sign:fever Neg:No"], []]);
  });

  test("takes texts from .txt files, of which `text` then is the mention's", async () => {
    const { documents, problems } = await read({
      "anns.csv": "file,start,end,type,text\na.txt,3,8,Sign,fever\nsub/b,0,2,Neg,No\nc,0,1,X,x\n",
      ...{ "a.txt": "No fever.", "sub/b.txt": "No cough.", "d.txt": "Nothing." },
    });
    expect(quotes(documents)).toEqual(["a.txt Sign:fever", "sub/b Neg:No", "d "]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["missing-text", 4, true],
    ]);
  });

  test("takes texts from a table without offsets", async () => {
    const { documents, problems } = await read({
      "mentions.csv": "doc_id,start,end,type,quote\n2,3,8,Sign,fever\n",
      "texts.csv": "doc_id,text\n1,Nothing.\n2,No fever.\n",
    });
    expect([quotes(documents), problems]).toEqual([["2 Sign:fever", "1 "], []]);
  });

  test("brings rows of a document together that are apart", async () => {
    const { documents } = await read(
      "id,text,start,end,label\n1,No fever.,3,8,A\n2,Cough.,0,5,B\n1,No fever.,0,2,C\n",
    );
    expect(quotes(documents)).toEqual(["1 A:fever C:No", "2 B:Cough"]);
  });

  test("takes another text under the same id for another document", async () => {
    const { documents } = await read(
      "id,sentence,start,end,label\n1,No fever.,3,8,A\n1,No cough.,3,8,A\n",
    );
    expect(quotes(documents)).toEqual(["1 A:fever", "1 A:cough"]);
  });

  test("takes the unit that quotes tell, and the column that the user names", async () => {
    const { documents, problems } = await read(
      'Ward,Key,Befund,von,bis,Art,Zitat\nB2,1,"🩺 ""No""\nfever",8,13,Sign,fever\n',
      { document: "Key", text: "Befund", start: "von", end: "bis", type: "Art", quote: "Zitat" },
    );
    expect(quotes(documents)).toEqual(["1 Sign:fever"]);
    expect(problems.map(({ code }) => code)).toEqual(["offset-unit"]);
  });

  test("refuses a setting that names no column", async () => {
    await expect(read("id,text,start,end,label\n", { start: "von" })).rejects.toThrow(
      '--read: start is "von". No table has a column of this name.',
    );
  });

  test("says which rows cannot be read, by their line, and goes on", async () => {
    const { documents, problems } = await read(
      [
        "id,text,start,end,label",
        '1,"No\nfever.",3,8,A',
        "1,,5,5,A",
        "1,,5,99,A",
        "1,,x,8,A",
        "1,,3,8,",
        "1,,3,8,A,surplus",
        "1,",
        "1,,0,2,B",
      ].join("\n"),
    );
    expect(quotes(documents)).toEqual(["1 A:fever B:No"]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["malformed", 8, true],
      ["malformed", 9, true],
      ["empty-mention", 4, true],
      ["outside-text", 5, true],
      ["malformed", 6, true],
      ["malformed", 7, true],
    ]);
  });

  test("says where a quote is never closed, and goes on with the next line", async () => {
    const { documents, problems } = await read(
      'id,text,start,end,label\r\n1,"Fév\r\n\nf",0,3,A\r\n2,"Cough,0,5,A\r\n3,Pain,0,4,B\r\n',
    );
    expect(quotes(documents)).toEqual(["1 A:Fév", "3 B:Pain"]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["malformed", 5, true],
    ]);
  });

  test("reads Kaggle's table of a token a row, in Windows-1252", async () => {
    const rows = [
      "Sentence #,Word,POS,Tag",
      "Sentence: 1,No,DT,O",
      ",Ménière,NN,B-Sign",
      ",disease,NN,I-Sign",
      'Sentence: 2,"""",NN,O',
      ",fever,NN,B-Sign",
    ];
    const bytes = Uint8Array.from(`${rows.join("\n")}\n`, (character) => character.charCodeAt(0));
    const { documents, problems, notices } = await readAll(csv, [sourceFile("ner.csv", bytes)]);
    expect(documents.map(({ text }) => text)).toEqual(["No Ménière disease", '" fever']);
    expect(quotes(documents)).toEqual([
      "Sentence: 1 Sign:Ménière disease",
      "Sentence: 2 Sign:fever",
    ]);
    expect(documents[0]?.words).toHaveLength(3);
    expect(problems.map(({ code }) => code)).toEqual(["encoding"]);
    expect(notices).toContain("columns were left aside: POS");
  });

  test("joins the sentences of a document where a column names it", async () => {
    const { documents } = await read(
      "doc_id,sentence_id,token,ner\na,1,No,O\na,1,fever,B-X\na,2,Cough,B-X\nb,1,Well,O\n",
    );
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ["a", "No fever\nCough"],
      ["b", "Well"],
    ]);
    expect(quotes(documents)).toEqual(["a X:fever X:Cough", "b "]);
  });

  test("tells no names of columns that may be text, and none of a table that has no header", async () => {
    const { notices } = await read("id,text,start,end,label,probability\u000e17,Fièvre,kb_id\n");
    expect(notices).toContain("columns were left aside: kb_id, 2 others");
    const bare = await read("no fever,since,May\n");
    expect([bare.notices, bare.problems.map(({ lost }) => lost)]).toEqual([[], [true]]);
  });

  test("says which texts of a table beside the mentions cannot be told apart", async () => {
    const { documents, problems } = await readAll(csv, [
      sourceFile("mentions.csv", "id,start,end,label\na,0,5,Sign\n"),
      sourceFile("texts.csv", "id,text\na,Fever\na,Cough\na,Fever\n,Pain\n"),
    ]);
    expect(quotes(documents)).toEqual(["a Sign:Fever"]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["duplicate-id", 3, true],
      ["missing-id", 5, true],
    ]);
  });

  test("says which row quotes a mention that has no place", async () => {
    const { problems } = await read("id,text,start,end,label,quote\n1,No fever,,,,fever\n");
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["malformed", 2, true],
    ]);
  });

  test("writes a row for each text, then one for each mention, in code points", async () => {
    const { files } = await writeAll(csv, [
      {
        ...{ id: "a", text: '🩺 "no"\r\nfever' },
        mentions: [{ id: "T1", type: "Sign", start: 9, end: 14, probability: 0.5 } as never],
      },
      { id: "b", text: "", mentions: [] },
    ]);
    expect(new TextDecoder().decode(await files[0]?.bytes())).toBe(
      [
        "document_id,text,mention_id,start,end,type,quote,probability\n",
        'a,"🩺 ""no""\r\nfever",,,,,,\n',
        "a,,T1,8,13,Sign,fever,0.5\n",
        "b,,,,,,,\n",
      ].join(""),
    );
  });

  test.each([
    ["id,text,start,end,label\n", true],
    ["doc_id\tbegin\tend\ttype\ttext\n", true],
    ["Sentence #,Word,POS,Tag\n", true],
    ["EU B-ORG\nrejects O\n", false],
    ["word\ttag\nEU\tB-ORG\n", true],
    ['{"text":"start,end,type"}\n', false],
    ["id,text\n", false],
    ["Fever, since May, from home to work, and so on.\n", false],
  ])("looks at %j: %s", (content, yes) => {
    expect(csv.looksLike(sourceFile("a.csv", content), content)).toBe(yes);
  });
});
