import { describe, expect, test } from "vitest";
import { readAll, sourceFile } from "../../../test/formats/memory.js";
import { webAnno } from "./webAnno.js";

const NE = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
/** A file of one layer, with its two empty lines. */
const file = (declaration: string, ...lines: readonly string[]) =>
  `#FORMAT=WebAnno TSV 3.3\n${declaration}\n\n\n${lines.join("\n")}\n`;
const read = (content: string) => readAll(webAnno, [sourceFile("a/1.tsv", content)]);

describe("readWebAnno, with a damaged file", () => {
  test("sorts words and leaves out those that are empty or overlap", async () => {
    const { documents, problems } = await read(
      file(
        "#raretag.meta={broken",
        "#Text=ab cd",
        "1-1\t0-2\tab\t",
        "1-3\t4-5\td\t",
        "1-2\t3-4\tc\t",
        "1-4\t3-5\tcd\t",
        "1-5\t2-2\t\t",
      ),
    );
    expect(documents[0]?.words).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 5 },
    ]);
    expect(problems.map(({ code, line, lost }) => [code, line, lost])).toEqual([
      ["malformed", 2, true],
      ["malformed", undefined, true],
    ]);
    expect(problems[1]?.message).toMatch(/^3 of 5 tokens /);
  });

  test("says which line lacks a column, though it ends with a tab", async () => {
    const { problems } = await read(
      file(`#T_SP=${NE}|value`, "#Text=ab cd", "1-1\t0-2\tX[1]\t", "1-2\t3-5\tcd\tX"),
    );
    expect(problems).toMatchObject([
      { code: "malformed", line: 6, lost: true },
      { code: "quoted-text-differs" },
    ]);
  });

  test("tells no control characters of layers", async () => {
    const { notices, problems } = await read(
      file(
        "#T_SP=uima.\u001b[2J|value\n#T_CH=webanno.\u009d|value",
        "#Text=ab",
        "1-1\t0-2\tab\tX\tY",
      ),
    );
    expect(notices).toEqual([
      String.raw`layer "uima.\u001b[2J" is left aside`,
      String.raw`layer "webanno.\u009d" is left aside: chains are not read`,
    ]);
    expect(problems).toEqual([]);
  });
});
