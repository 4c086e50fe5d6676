import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auditOf, document, mention } from "../../../test/auditSamples.js";
import { ENCODED } from "../../../test/pageSamples.js";
import { all, type PageElement, parsePage, rowsOf } from "../../../test/parsePage.js";
import { printable } from "../../page/index.js";
import { renderPage } from "../page.js";
import type { AuditReport, Example } from "../report.js";

describe("escaping of renderPage", () => {
  const HOSTILE = [
    ...[
      "</script><svg onload=alert(1)>",
      "<img src=x onerror=alert(1)>",
      '"><b onclick="x">',
      "' onx='",
    ],
    ...[
      "]]>",
      "<!--",
      "-->",
      "</style>",
      "</title>",
      "</svg>",
      "</table>",
      "&lt;",
      "&",
      "<",
      ">",
      '"',
    ],
    ...["\0", "\r\n", "\ud800", "\uffff", "\u202e", "😀", "a", "`", "{{x}}", "<![CDATA["],
  ];
  const RUNS = { numRuns: 25, seed: 11 };
  const hostile = fc
    .array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(""));

  /** A report with `text` wherever a report has text. */
  async function reportWith(text: string): Promise<AuditReport> {
    const base = await auditOf({
      train: [document(text, "pain", [mention(text, 0, 4), mention("B", 0, 4)])],
    });
    const place = { document: text, start: 0, end: 4 };
    const example: Example = { ...place, before: text, text, after: text };
    const [summary] = Object.values(base.types);
    return {
      ...base,
      types: {
        ...base.types,
        [text]: {
          ...(summary as NonNullable<typeof summary>),
          topStrings: [{ text, count: 2 }],
          examples: [example],
        },
      },
      format: text,
      findings: [
        {
          code: text as "leak",
          severity: "note",
          message: text,
          advice: text,
          anchor: text,
          types: [text, "Other type"],
        },
      ],
      encoder: { name: text, windowLength: 8, windowOverlap: 2, maxPositions: 16 },
      pieces: {
        ...(ENCODED.pieces as NonNullable<AuditReport["pieces"]>),
        longMentions: [{ ...place, type: text, pieces: 9 }],
      },
      conflicts: {
        ...{
          strings: 1,
          mentions: 1,
          pairs: [{ types: [text, "B"], strings: 1, mentions: [1, 1] }],
        },
        list: [{ counts: { [text]: 1, B: 1 }, places: [{ ...place, type: text }], text }],
      },
      misses: {
        ...{ leastAnnotated: 2, count: 1, byType: { [text]: 1 } },
        list: [{ ...place, type: text, annotated: 3, unannotated: 1, text }],
      },
      duplicates: {
        ...{
          identical: [[{ document: text }, { document: "b" }]],
          identicalAcrossParts: 0,
          threshold: 0.8,
        },
        ...{
          near: [
            {
              documents: [{ document: text }, { document: "b" }],
              similarity: 0.9,
              acrossParts: false,
            },
          ],
          nearAcrossParts: 0,
        },
      },
      overlapsOfTypes: [{ types: [text, "B"], relation: "nested", pairs: 1 }],
      problems: [{ source: text, at: text, code: "malformed", message: text, lost: true }],
      problemCounts: [{ code: "malformed", count: 1, lost: 1 }],
      notices: [text],
    };
  }
  const render = async (text: string) =>
    renderPage(await reportWith(text), { title: text, version: text });
  /** All elements with the names of their attributes; `bdi` without any, which sets a name apart, does not count. */
  const skeleton = (page: PageElement) =>
    all(page)
      .map(({ localName, attributes }) => [
        localName,
        ...Array.from(attributes, ({ name }) => name).sort(),
      ])
      .map((names) => names.join(" "))
      .filter((names) => names !== "bdi");

  test("no text from files makes an element or an attribute, whatever it is", async () => {
    const plain = parsePage(await render("plain"));
    const expected = skeleton(plain);
    const tags = new Set(["html", ...all(plain).map(({ localName }) => localName)]);
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const markup = await render(text);
        expect(skeleton(parsePage(markup))).toEqual(expected);
        // A stricter reading than a parser's: each `<` of the file opens or closes an element that we write.
        const opened = Array.from(
          markup.matchAll(/<(?!!doctype html>)\/?([a-z0-9]*)/gi),
          ([, tag = ""]) => tag,
        );
        expect(opened.filter((tag) => !tags.has(tag))).toEqual([]);
      }),
      RUNS,
    );
  });

  test("text from files is read back as it was, control characters as their pictures", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const page = parsePage(await render(text));
        const shown = printable(text);
        expect(page.querySelector("h1")?.textContent).toBe(shown);
        expect(page.querySelector(".message")?.textContent).toBe(shown);
        expect(page.querySelector("mark")?.textContent).toBe(shown);
        expect(rowsOf(page, "miss-table")[0]?.[0]).toBe(shown);
        expect(rowsOf(page, "type-table").map(([type]) => type)).toContain(shown);
      }),
      RUNS,
    );
  });
});
