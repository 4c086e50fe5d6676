import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceFile } from "../../test/formats/memory.js";
import type { Problem } from "./document.js";
import { escapeXml, escapeXmlAttribute, fitsXml, xmlChildren } from "./xml.js";

const SEED = 20_260_731;

async function read(content: string) {
  const problems: Problem[] = [];
  const children = [];
  const context = { onProblem: (problem: Problem) => problems.push(problem) };
  for await (const child of xmlChildren(sourceFile("a.xml", content), context))
    children.push(child);
  return { children, texts: children.map(({ element }) => element.text), problems };
}

describe("xmlChildren", () => {
  test("gives each child of the root with everything inside of it, and its line", async () => {
    const { children, problems } = await read(
      '<?xml version="1.0"?>\n<!-- c --><r k="1">\n<a x="&lt;">one<b/> two</a>\n<c:d><![CDATA[<&]]></c:d></r>\n',
    );
    const root = { name: "r", attributes: { k: "1" } };
    const b = { name: "b", attributes: {}, children: [], text: "", line: 3 };
    const a = { name: "a", attributes: { x: "<" }, children: [b], text: "one two", line: 3 };
    const d = { name: "c:d", attributes: {}, children: [], text: "<&", line: 4 };
    expect(JSON.parse(JSON.stringify(children))).toEqual([
      { root, element: a },
      { root, element: d },
    ]);
    expect(problems).toEqual([]);
  });

  test("takes ends of lines for LF, as XML has it, but not a CR given by number", async () => {
    expect((await read("<r><a>1\r\n2\r3&#13;4</a></r>")).texts).toEqual(["1\n2\n3\r4"]);
  });

  test("fetches no entity and expands none", async () => {
    const bomb = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`);
    const { texts, problems } = await read(
      `<!DOCTYPE r SYSTEM "file:///etc/passwd" [<!ENTITY e0 "ha">${bomb.join("")}<!ENTITY x SYSTEM "file:///etc/passwd">]><r><a>&e30;&x;</a></r>`,
    );
    expect(texts).toEqual(["&e30;&x;"]);
    expect(problems.map(({ code, lost }) => ({ code, lost }))).toEqual([{ code: "malformed" }]);
  });

  test.each([
    ["a bracket", "<r><a>pH < 7</a><a>ok</a></r>", ["ok"]],
    ["an ampersand", "<r><a>R & D</a><a>1&lt;2</a><a>ok</a></r>", ["ok"]],
    ["a tag without end", "<r><a><b></a><a>ok</a></r>", ["ok"]],
    ["a child without end", "<r><a>1<a>2</a><a>3</a></r>", ["2", "3"]],
    ["the end of the file", "<r><a>1</a><a>2", ["1"]],
    ["text that is no XML", "fever", []],
    ["a second end of the root", "<r><a>1</a></r></r>", ["1"]],
    ["deep nesting", `<r><a>${"<b>".repeat(300)}${"</b>".repeat(300)}</a><a>ok</a></r>`, ["ok"]],
  ])("goes on after %s, and says what is lost", async (_, content, expected) => {
    const { texts, problems } = await read(content);
    expect(texts).toEqual(expected);
    expect(problems.filter(({ lost }) => lost).length).toBeGreaterThan(0);
  });

  test("neither throws nor hangs, and holds no text back in problems", async () => {
    const part = fc.constantFrom(
      ...["<r>", "</r>", "<a>", "</a>", "<a", ' x="', '"', ">", "<", "&", "&#10;", "&#xfffff;"],
      ...[
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<!DOCTYPE",
        "secret",
        "\u0001",
        "\r",
        "🩺",
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 30 }), async (parts) => {
        const { problems } = await read(`<r>${parts.join("")}`);
        if (!parts.includes("</r>")) expect(problems.length).toBeGreaterThan(0);
        expect(problems.map(({ message }) => message).join()).not.toContain("secret");
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});

describe("escapeXml", () => {
  test("gives texts and attributes that are read back the same, if XML can hold them", async () => {
    const text = fc
      .string({ unit: "binary" })
      .filter(fitsXml)
      .map((s) => `${s}\t\r\n<&>"'\u0085`);
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { children, problems } = await read(
          `<r><a x="${escapeXmlAttribute(value)}">${escapeXml(value)}</a></r>`,
        );
        expect(problems).toEqual([]);
        expect(children[0]?.element).toMatchObject({ text: value, attributes: { x: value } });
      }),
      { seed: SEED },
    );
  });

  test("replaces one for one what XML cannot hold, so that offsets stay", () => {
    const text = "a\u0000b\u001fc\ud800d\uffff🩺";
    expect(fitsXml(text)).toBe(false);
    expect(escapeXml(text)).toBe("a\ufffdb\ufffdc\ufffdd\ufffd🩺");
  });
});
