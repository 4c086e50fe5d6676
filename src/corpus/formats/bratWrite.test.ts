import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAll, writeAll } from "../../../test/formats/memory.js";
import { type Document, hullOf } from "../document.js";
import { LINE_BREAKING } from "../offsetUnits.js";
import { brat } from "./brat.js";

const SEED = 20240903;

/** Texts of what moves offsets, and spans between their code points. */
const character = fc.constantFrom(
  ...["a", "b", " ", "\n", "\r\n", "\r", "\t", "é", "e\u0301", "🩺", "𝛼"],
  ...["\ufeff", "\u2028", "\u0085", "\u200b", "\u00a0", "\v", "\u001c"],
);
const name = fc.constantFrom("Sign", "Pain/🩺", "#x", "é", "a:b", "T1");
const words = fc.constantFrom("x", "two words", "a\tb", " é ", "");
const documents = fc
  .tuple(fc.array(character, { minLength: 1, maxLength: 30 }), fc.infiniteStream(fc.nat()))
  .chain(([characters, numbers]) => {
    const text = characters.join("");
    const bounds = [0];
    for (const point of text) bounds.push((bounds.at(-1) as number) + point.length);
    const span = fc
      .uniqueArray(fc.constantFrom(...bounds), { minLength: 2, maxLength: 2 })
      .map(([a, b]) => ({
        start: Math.min(a as number, b as number),
        end: Math.max(a as number, b as number),
      }));
    const mention = fc.record({
      type: name,
      spans: fc.array(span, { minLength: 1, maxLength: 3 }),
    });
    const fields = fc.record({
      mentions: fc.array(mention, { minLength: 1, maxLength: 6 }),
      events: fc.array(fc.record({ type: name, roles: fc.array(name, { maxLength: 2 }) })),
      relations: fc.array(fc.record({ type: name, role: fc.option(name) }), { maxLength: 3 }),
      attributes: fc.array(fc.record({ name, value: fc.constantFrom(undefined, "x", "a  b") })),
      normalizations: fc.array(fc.record({ type: name, text: words }), { maxLength: 2 }),
      notes: fc.array(fc.record({ type: name, text: words, free: fc.boolean() }), { maxLength: 3 }),
    });
    return fields.map((given): Document => {
      const number = () => numbers.next().value as number;
      const mentions = given.mentions.map(({ type, spans }, i) => ({
        id: `T${i + 1}`,
        type,
        ...hullOf(spans),
      }));
      const any = () => (mentions[number() % mentions.length] as { id: string }).id;
      let symmetric = 0;
      const lists = {
        events: given.events.map(({ type, roles }, i) => ({
          ...{ id: `E${i + 1}`, type, trigger: any() },
          arguments: roles.map((role) => ({ role, target: number() % 3 === 0 ? "E1" : any() })),
        })),
        relations: given.relations.map(({ type, role }, i) => ({
          id: role === null ? `*${++symmetric}` : `R${i + 1}`,
          type,
          arguments: [role ?? "", role ?? ""].map((role) => ({ role, target: any() })),
          ...(role === null ? { symmetric: true as const } : {}),
        })),
        attributes: given.attributes.map(({ name, value }, i) => ({
          ...{ id: `A${i + 1}`, name, target: any() },
          ...(value === undefined ? {} : { value }),
        })),
        normalizations: given.normalizations.map(({ type, text }, i) => ({
          ...{ id: `N${i + 1}`, type, target: any(), reference: "DB:1:2", text },
        })),
        notes: given.notes.map(({ type, text, free }, i) => ({
          ...{ id: `#${i + 1}`, type, text },
          ...(free ? {} : { target: any() }),
        })),
      };
      const filled = Object.entries(lists).filter(([, list]) => list.length > 0);
      return { id: "ward 3/d.1", text, mentions, ...Object.fromEntries(filled) };
    });
  });

describe("brat.writer", () => {
  test("is read back unchanged and without complaint", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const { files, problems } = await writeAll(brat, [document]);
        const again = await readAll(
          brat,
          files.filter(({ extension }) => brat.extensions.includes(extension)),
        );
        expect(problems).toEqual([]);
        expect(again).toEqual({ documents: [document], problems: [], notices: [] });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  /** What brat's own reader does with an entity line, see `_parse_textbound_annotation` in its annotation.py. */
  const acceptedByBrat = (line: string, text: string) => {
    const [, data = "", ...tail] = line.split("\t");
    const points = Array.from(text);
    const spans = (data.split(" ").slice(1).join(" ").split(";") as string[]).map((span) =>
      span.split(" ").map(Number),
    );
    const quoted = spans.map(([start, end]) => points.slice(start, end).join("")).join(" ");
    const rest = tail.join("\t");
    return rest.startsWith(quoted) && /^(\s|$)/.test(rest.slice(quoted.length));
  };

  test("writes entities as brat accepts them, on lines that Python does not split", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const { files } = await writeAll(brat, [document]);
        const ann = new TextDecoder().decode(await files[1]?.bytes());
        for (const line of ann.split("\n").slice(0, document.mentions.length)) {
          expect(line.replaceAll("\t", "").match(LINE_BREAKING)).toBeNull();
          const onlyBreaks = line.split("\t")[2]?.trim() === ""; // brat has no way to quote such a mention
          if (!onlyBreaks) expect(acceptedByBrat(line, document.text)).toBe(true);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("writes a folder with one configuration of all types", async () => {
    const { files } = await writeAll(brat, [
      { id: "a/1", text: "fever May", mentions: [{ id: "T1", type: "Sign", start: 0, end: 5 }] },
      { id: "2", text: "", mentions: [] },
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      ...["a/1.txt", "a/1.ann", "2.txt", "2.ann", "annotation.conf"],
    ]);
    const contents = await Promise.all(files.map(async (file) => Buffer.from(await file.bytes())));
    expect(contents.map(String).slice(0, 4)).toEqual([
      ...["fever May", "T1\tSign 0 5\tfever\n", "", ""],
    ]);
    expect(String(contents[4])).toMatch(/^\[entities\]\nSign\n\[relations\]\n/);
  });

  const write = async (document: Partial<Document>) => {
    const whole = { id: "12", text: "🩺 fever\nMay", mentions: [], ...document };
    const { files, problems } = await writeAll(brat, [whole]);
    const ann = new TextDecoder().decode(await files[1]?.bytes());
    return { ann, problems: problems.map(({ code, message, lost }) => [code, message, lost]) };
  };

  test("cuts a mention at line ends, as brat does, and keeps its own span in a fourth field", async () => {
    const mentions = [{ id: "T1", type: "A", start: 3, end: 12 }];
    expect((await write({ mentions })).ann).toBe("T1\tA 2 7;8 11\tfever May\t2 11\n");
  });

  test("numbers what has no id of brat's, and references follow", async () => {
    const { ann, problems } = await write({
      mentions: [
        { id: "m", type: "Sign", start: 3, end: 8 },
        { id: "T1", type: "Date", start: 9, end: 12 },
      ],
      notes: [{ id: "n", type: "AnnotatorNotes", target: "m", text: "probability 0.5" }],
    });
    expect(ann).toBe(
      "T2\tSign 2 7\tfever\nT1\tDate 8 11\tMay\n#1\tAnnotatorNotes T2\tprobability 0.5\n",
    );
    expect(problems).toEqual([
      ["changed", "2 of 3 ids are not as brat has them, and are numbered", undefined],
    ]);
  });

  test("makes one word of names and one line of notes, and says so", async () => {
    const { ann, problems } = await write({
      mentions: [{ id: "T1", type: "Lab value", start: 3, end: 8 }],
      notes: [{ id: "#1", type: "N", target: "T1", text: "one\ntwo" }],
      attributes: [{ id: "A1", name: "", target: "T1", value: "" }],
    });
    expect(ann).toBe("T1\tLab_value 2 7\tfever\nA1\t_ T1 \n#1\tN T1\tone two\n");
    expect(problems).toEqual([
      [
        "changed",
        "3 names or texts have white space that brat cannot hold, which is replaced",
        undefined,
      ],
    ]);
  });

  test("leaves out a mention that cuts a surrogate pair, and what refers to it", async () => {
    const { ann, problems } = await write({
      mentions: [{ id: "T1", type: "Sign", start: 1, end: 8 }],
      attributes: [{ id: "A1", name: "Past", target: "T1" }],
    });
    expect(ann).toBe("");
    expect(problems).toEqual([
      [
        "outside-text",
        "1 of 1 mentions start or end inside a surrogate pair, where brat has no offset",
        true,
      ],
      ["dangling-reference", "1 of 1 annotations refer to something that is not written", true],
    ]);
  });

  test("keeps files inside of the folder and apart", async () => {
    const ids = ["../x", "a//b", "", ".hidden", "x\0y", "x_y", "é".repeat(200), "notes.txt"];
    const { files, problems } = await writeAll(
      brat,
      ids.map((id) => ({ id, text: "", mentions: [] })),
    );
    expect(files.filter(({ extension }) => extension === ".txt").map(({ key }) => key)).toEqual([
      ...["_./x", "a/_/b", "_", "_hidden", "x_y", "x_y.2", "é".repeat(66), "notes.txt"],
    ]);
    expect(problems.map(({ source }) => source)).toEqual(ids.slice(0, -1));
  });
});
