import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { webAnno } from "./webAnno.js";

const NE = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const read = (content: string, settings = {}) =>
  readAll(webAnno, [sourceFile("a/1.tsv", content)], settings);
const write = async (document: Document) => {
  const { files, problems } = await writeAll(webAnno, [document]);
  const content = new TextDecoder().decode(await files[0]?.bytes());
  return { content, problems, path: files[0]?.path };
};
/** A file of one layer, with its two empty lines. */
const file = (declaration: string, ...lines: readonly string[]) =>
  `#FORMAT=WebAnno TSV 3.3\n${declaration}\n\n\n${lines.join("\n")}\n`;
const spansOf = ({ text, mentions }: Document) =>
  mentions.map(({ type, start, end }) => [type, text.slice(start, end)]);

describe("webAnno.read", () => {
  test("reads mentions of several tokens, stacked ones, and words", async () => {
    // The example of WebAnno's manual, section "Disambiguation IDs", with its text.
    const { documents, problems } = await read(
      file(
        `#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n#T_SP=${NE}|value`,
        "#Text=Ms. Haag",
        "1-1\t0-3\tMs.\tNNP\tPER[1]|PERpart[2]",
        "1-2\t4-8\tHaag\tNNP\tPER[1]",
      ),
    );
    expect(documents).toEqual([
      {
        id: "a/1",
        text: "Ms. Haag",
        mentions: [
          { id: "T1", type: "PER", start: 0, end: 8 },
          { id: "T2", type: "PERpart", start: 0, end: 3 },
        ],
        words: [
          { start: 0, end: 3 },
          { start: 4, end: 8 },
        ],
      },
    ]);
    expect(problems).toEqual([]);
  });

  test("reads parts of tokens, as INCEpTION's own test has them", async () => {
    // tsv3-suite/testSubMultiTokenSpanWithFeatureValue; values name the annotation, 10 to 12 are empty.
    const { documents, problems } = await read(
      file(
        "#T_SP=webanno.custom.Span|value",
        "#Text=aaaaaa bbbbbb cccccc",
        "1-1\t0-6\taaaaaa\t2[1]|7[2]|1[3]\t",
        "1-1.1\t3-6\taaa\t9[4]|6[5]|8[6]\t",
        "1-2\t7-13\tbbbbbb\t2[1]|9[4]|6[5]|4[7]\t",
        "1-2.1\t7-10\tbbb\t7[2]|8[6]\t",
        "1-2.2\t7-11\tbbbb\t4[7]\t",
        "1-2.3\t7-7\t\t11\t",
        "1-2.4\t9-13\tbbbb\t5\t",
        "1-2.5\t9-11\tbb\t3\t",
        "1-3\t14-20\tcccccc\t_\t",
        "1-3.1\t14-17\tccc\t9[4]\t",
      ),
    );
    const [document] = documents as [Document];
    expect(document.mentions.map(({ type, start, end }) => [Number(type), start, end])).toEqual([
      ...[
        [2, 0, 13],
        [7, 0, 10],
        [1, 0, 6],
        [9, 3, 17],
        [6, 3, 13],
        [8, 3, 10],
        [4, 7, 13],
      ],
      ...[
        [5, 9, 13],
        [3, 9, 11],
      ],
    ]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["empty-mention", 11, true],
    ]);
  });

  test("counts in UTF-16 units, as the manual's example does", async () => {
    const { documents } = await read(
      file(
        "#T_SP=webanno.custom.Mood|",
        "#Text=I 😊 .",
        "1-1\t0-1\tI\t_",
        "1-2\t2-4\t😊\t*",
        "1-3\t5-6\t.\t_",
      ),
    );
    expect(spansOf(documents[0] as Document)).toEqual([["Mood", "😊"]]);
  });

  test("reads files that count code points, and says so once", async () => {
    const { documents, problems } = await read(
      file(
        `#T_SP=${NE}|value`,
        "#Text=I 😊 it",
        "1-1\t0-1\tI\t_",
        "1-2\t2-3\t😊\tX",
        "1-3\t4-6\tit\tY",
        "",
        "#Text=so",
        "2-1\t7-9\tso\tZ",
      ),
    );
    expect(documents[0]?.text).toBe("I 😊 it\nso");
    expect(spansOf(documents[0] as Document)).toEqual([
      ["X", "😊"],
      ["Y", "it"],
      ["Z", "so"],
    ]);
    expect(problems).toEqual([
      {
        source: "a/1.tsv",
        code: "offset-unit",
        message: "offsets count code points, not UTF-16 units",
      },
    ]);
  });

  test("puts LF and spaces between sentences, and nothing where they touch", async () => {
    const { documents } = await read(
      file(
        `#T_SP=${NE}|value`,
        "#Text=A",
        "#Text= b",
        "1-1\t2-3\tA\t_",
        "",
        "#Text=c",
        "2-1\t9-10\tc\t_",
        "",
        "#Text=d",
        "3-1\t10-11\td\tX",
      ),
    );
    expect(documents[0]?.text).toBe("  A\n b\n  cd");
    expect(spansOf(documents[0] as Document)).toEqual([["X", "d"]]);
  });

  test("reads the escapes of texts and values, of old versions too", async () => {
    const special = "#*'\"`´\t:;{}|[ ]()\\§$%?=&_\n"; // tsv3-suite/testTokenBoundedSpanWithSpecialSymbolsValue
    const { documents } = await read(
      file(
        "#T_SP=webanno.custom.Span|value",
        "#Text=a\\\\b\\tc\\rd",
        "1-1\t0-1\ta\t#\\*'\"`´\\t:\\;{}\\|\\[ \\]()\\\\§$%?=&\\_\\n\t",
      ),
    );
    expect(documents[0]?.text).toBe("a\\b\tc\rd");
    expect(documents[0]?.mentions[0]?.type).toBe(special);
    const old = await read(
      '#FORMAT=WebAnno TSV 3.1\n\n\n#Text=\\u00e9\\"\\t\\101\\/\n1-1\t0-1\té\n',
    );
    expect(old.documents[0]?.text).toBe('é"\tA/');
  });

  test("reads relations by unit and by number", async () => {
    // The examples of the manual, and tsv3-suite/testSubTokenRelation2.
    const relation =
      "#T_SP=webanno.custom.Span|value\n#T_RL=webanno.custom.Relation|value|BT_webanno.custom.Span";
    const { documents, problems } = await read(
      file(
        relation,
        "#Text=This .",
        "1-1\t0-4\tThis\tA\t_\t_",
        "1-2\t5-6\t.\t*[1]|B[2]\tof\t1-1[0_2]",
      ),
    );
    expect(documents[0]?.relations).toEqual([
      {
        id: "R1",
        type: "of",
        arguments: [
          { role: "Arg1", target: "T1" },
          { role: "Arg2", target: "T3" },
        ],
      },
    ]);
    const parts = await read(
      file(
        relation,
        "#Text=Test again",
        "1-1\t0-4\tTest\t_\t_\t_\t",
        "1-1.1\t0-1\tT\tOTH\t_\t_\t",
        "1-2\t5-10\tagain\tOTH\t*\t1-1.1\t",
      ),
    );
    expect(parts.documents[0]?.relations?.[0]).toMatchObject({
      ...{ type: "Relation", arguments: [{ target: "T1" }, { target: "T2" }] },
    });
    expect([...problems, ...parts.problems]).toEqual([]);
  });

  test("reads slots as events", async () => {
    // tsv3-suite/testMultiTokenSlotFeature
    const slots =
      "#T_SP=webanno.custom.SimpleSpan|\n#T_SP=webanno.custom.SimpleLinkHost|ROLE_webanno.custom.SimpleLinkHost:links_webanno.custom.LinkType|webanno.custom.SimpleSpan";
    const { documents, problems } = await read(
      file(
        slots,
        "#Text=This is a test .",
        "1-1\t0-4\tThis\t_\tp1;p2\t1-2[1];1-4[2]\t",
        "1-2\t5-7\tis\t*[1]\t_\t_\t",
        "1-3\t8-9\ta\t*[1]\t_\t_\t",
        "1-4\t10-14\ttest\t*[2]\t_\t_\t",
        "1-5\t15-16\t.\t*[2]\t_\t_\t",
      ),
    );
    expect(spansOf(documents[0] as Document)).toEqual([
      ["SimpleLinkHost", "This"],
      ["SimpleSpan", "is a"],
      ["SimpleSpan", "test ."],
    ]);
    expect(documents[0]?.events).toEqual([
      {
        id: "E1",
        type: "links",
        trigger: "T1",
        arguments: [
          { role: "p1", target: "T2" },
          { role: "p2", target: "T3" },
        ],
      },
    ]);
    expect(problems).toEqual([]);
  });

  test("keeps other features as attributes, and where types come from", async () => {
    const drugs = file(
      "#T_SP=webanno.custom.Drug|dose|label|stopped",
      "#Text=Ibu",
      "1-1\t0-3\tIbu\t5 mg\tNSAID\ttrue\t",
    );
    const [document] = (await read(drugs)).documents;
    expect(document).toMatchObject({
      mentions: [{ type: "NSAID" }],
      attributes: [
        { id: "A1", name: "dose", target: "T1", value: "5 mg" },
        { id: "A2", name: "stopped", target: "T1" },
      ],
      meta: { layers: { NSAID: "webanno.custom.Drug|label" } },
    });
    expect((await read(drugs, { feature: "dose" })).documents[0]?.mentions[0]?.type).toBe("5 mg");
    expect((await read(drugs, { layers: "Other" })).documents[0]?.mentions).toEqual([]);
    expect((await write(document as Document)).content).toBe(
      file(
        "#T_SP=webanno.custom.Drug|dose|label|stopped",
        '#raretag.meta={"layers":{"NSAID":"webanno.custom.Drug|label"}}',
        "#Text=Ibu",
        "1-1\t0-3\tIbu\t5 mg[1]\tNSAID[1]\ttrue[1]\t",
      ),
    );
  });

  test("says which layers it leaves aside", async () => {
    const { documents, notices } = await read(
      file(
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n#T_CH=webanno.custom.CorefLink|referenceRelation|referenceType\n#T_RL=de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency|DependencyType|BT_de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS",
        "#Text=He",
        "1-1\t0-2\tHe\tPRP\t*->1-1\t*[1]\tROOT\t1-1\t",
      ),
    );
    expect(documents[0]?.mentions).toEqual([]);
    expect(notices).toContain("layer webanno.custom.CorefLink is left aside: chains are not read");
    expect(notices).toContain(
      "layer de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS is left aside; --read layers=POS reads it",
    );
  });

  test("takes a number that comes again after a gap for another mention", async () => {
    const { documents, problems } = await read(
      file(
        `#T_SP=${NE}|value`,
        "#Text=a b c",
        "1-1\t0-1\ta\tX[1]",
        "1-2\t2-3\tb\t_",
        "1-3\t4-5\tc\tX[1]",
      ),
    );
    expect(spansOf(documents[0] as Document)).toEqual([
      ["X", "a"],
      ["X", "c"],
    ]);
    expect(problems).toMatchObject([{ code: "duplicate-id", line: 8 }]);
  });

  test("lists what it cannot read and goes on", async () => {
    const { documents, problems } = await read(
      file(
        `#T_SP=${NE}|identifier|value\n#T_RL=webanno.custom.R|BT_${NE}`,
        "#Texts=a",
        "#Text=ab cd",
        "1-1\t0-2\tab\tX", // too few
        "1-2\t3-5\tCD\t*\tY\t_\t\tmore", // too many, other quote
        "oops",
        "1-3\t3-99\tcd\t*\tY\t_", // outside
        "1-4\t3-5\tcd\t*\tY\t9-9", // refers to nothing
      ),
    );
    expect(spansOf(documents[0] as Document)).toEqual([
      ["NamedEntity", "ab"],
      ["Y", "cd"],
      ["Y", "cd"],
    ]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["malformed", 6, true],
      ["malformed", 8, true],
      ["malformed", 9, true],
      ["malformed", 10, true],
      ["outside-text", 11, true],
      ["quoted-text-differs", undefined, undefined],
      ["dangling-reference", 12, true],
      ["malformed", undefined, true], // 1-2 and 1-4 are one place
    ]);
  });

  test("reads sentences without their text, CRLF, and a byte order mark", async () => {
    const { documents, problems } = await read(
      `\ufeff#FORMAT=WebAnno TSV 3.3\r\n#T_SP=${NE}|value\r\n\r\n\r\n1-1\t0-2\tab\tX\r\n1-2\t4-5\tc\tY\r\n`,
    );
    expect(documents[0]?.text).toBe("ab  c");
    expect(spansOf(documents[0] as Document)).toEqual([
      ["X", "ab"],
      ["Y", "c"],
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["missing-text"]);
  });

  test("says where sentences overlap, and keeps places within them", async () => {
    const { documents, problems } = await read(
      file(
        `#T_SP=${NE}|value`,
        "#Text=abcd",
        "1-1\t0-4\tabcd\t_",
        "",
        "#Text=ef",
        "2-1\t1-3\tef\tX",
      ),
    );
    expect(spansOf(documents[0] as Document)).toEqual([["X", "ef"]]);
    expect(problems.map(({ message }) => message)).toEqual([
      "a sentence begins at 1 but the text before it ends at 4; it is joined with a line end",
    ]);
  });

  test("fills no gap that only a wrong offset can claim", async () => {
    const { documents, problems } = await read(
      file(
        `#T_SP=${NE}|value`,
        "#Text=ab",
        "1-1\t0-2\tab\t_",
        "",
        "#Text=cd",
        "2-1\t999999999-1000000001\tcd\tX",
      ),
    );
    expect(documents[0]?.text).toBe("ab\ncd");
    expect(spansOf(documents[0] as Document)).toEqual([["X", "cd"]]);
    expect(problems.map(({ code }) => code)).toEqual(["malformed"]);
  });

  test.each(["", "\n\n", "#FORMAT=WebAnno TSV 3.3\n\n\n", "\ufeff"])(
    "reads %j as an empty text",
    async (content) => {
      expect((await read(content)).documents).toEqual([{ id: "a/1", text: "", mentions: [] }]);
    },
  );

  test("is recognised by its first line", () => {
    const listed = { path: "a.tsv", key: "a", extension: ".tsv" };
    expect(webAnno.looksLike(listed, "#FORMAT=WebAnno TSV 3.2\n")).toBe(true);
    expect(webAnno.looksLike(listed, "\ufeff#FORMAT=WebAnno TSV 3.3\r\n")).toBe(true);
    expect(webAnno.looksLike(listed, "fever\tB-Sign\n")).toBe(false);
  });
});
