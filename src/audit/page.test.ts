import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";
import { ENCODED, OPTIONS, parse, split, TEST, TRAIN } from "../../test/pageSamples.js";
import { all, type PageElement, parsePage, rowsOf } from "../../test/parsePage.js";
import { renderPage } from "./page.js";

describe("renderPage", () => {
  test("is a page of sections with headings in order, ids of their own and links that lead somewhere", async () => {
    const page = await parse({ ...(await split({ withText: true })), ...ENCODED });
    expect(page.getAttribute("lang")).toBe("en");
    expect(all(page, "h1").map(({ textContent }) => textContent)).toEqual(["ward 7"]);
    const levels = all(page, "h1, h2, h3").map(({ localName }) => Number(localName[1]));
    levels.slice(1).forEach((level, i) => {
      expect(level - (levels[i] as number)).toBeLessThanOrEqual(1);
    });
    const ids = all(page, "[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
    const links = all(page, "a").map((link) => link.getAttribute("href")?.slice(1));
    expect(links[0]).toBe("main");
    expect(links.filter((link) => !ids.includes(link as string))).toEqual([]);
    expect(links.slice(1)).toEqual(all(page, "main > section").map((s) => s.getAttribute("id")));
    const labels = all(page, "[aria-labelledby]").flatMap((element) =>
      (element.getAttribute("aria-labelledby") as string).split(" "),
    );
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  test("has tables that say what they head, and plots that say what they show", async () => {
    const page = await parse({ ...(await split()), ...ENCODED });
    const tables = all(page, "table");
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      expect(table.querySelector("caption")?.textContent).not.toBe("");
      expect(all(table, "thead th").every((th) => th.getAttribute("scope") === "col")).toBe(true);
      expect(all(table, "tbody th").every((th) => th.getAttribute("scope") === "row")).toBe(true);
      const widths = new Set(all(table, "tr").map((row) => all(row, "th, td").length));
      expect(widths.size).toBe(1);
    }
    const figures = all(page, "figure");
    expect(figures.map((figure) => figure.getAttribute("id"))).toEqual([
      ...["type-counts", "types-in-passages", "pairs", "pieces-of-words", "support-width"],
    ]);
    for (const figure of figures) {
      const title = figure.querySelector("h3")?.textContent;
      const drawings = all(figure, "svg");
      expect(drawings.length).toBe(2);
      for (const svg of drawings) {
        expect(svg.getAttribute("role")).toBe("img");
        expect(svg.querySelector("title")?.textContent).toBe(title);
        expect(svg.querySelector("desc")?.textContent).toMatch(/The table below has/);
      }
    }
  });

  test("asks for nothing, runs nothing, and allows its own style sheet only", async () => {
    const markup = await renderPage({ ...(await split({ withText: true })), ...ENCODED }, OPTIONS);
    const page = parsePage(markup);
    const style = all(page, "style");
    const hash = createHash("sha256")
      .update(style[0]?.textContent ?? "")
      .digest("base64");
    expect(style.length).toBe(1);
    expect(
      page.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content"),
    ).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    expect(markup).not.toMatch(/url\(|@import|https?:/i);
    expect(
      all(page, "script, link, img, iframe, object, embed, form, base, use, a:not([href^='#'])"),
    ).toEqual([]);
    const names = all(page).flatMap((element) => [...element.attributes].map(({ name }) => name));
    expect(names.filter((name) => /^on|^style$|^src|^xlink/.test(name))).toEqual([]);
  });

  test("gives the same bytes for the same report", async () => {
    const report = await split({ withText: true });
    expect(await renderPage(report, OPTIONS)).toBe(await renderPage(report, OPTIONS));
  });

  test("holds text of documents where the report does, and says so", async () => {
    const [private_, open] = [
      await parse(await split()),
      await parse(await split({ withText: true })),
    ];
    expect(open.textContent).toContain("left arm pain");
    expect(open.textContent).toContain("This page quotes the documents.");
    for (const word of ["fever", "cough", "night", "cold", "hands", "arm pain", "skin"]) {
      expect([...TRAIN, ...TEST].some(({ text }) => text.includes(word))).toBe(true);
      expect(private_.textContent).not.toContain(word);
    }
    expect(private_.textContent).not.toContain("This page quotes");
  });

  test("lists the findings with severity, advice and where they are explained", async () => {
    const report = await split();
    const items = all(await parse(report), ".findings li");
    expect(items.length).toBe(report.findings.length);
    report.findings.forEach(({ code, severity, message, advice, anchor }, i) => {
      for (const part of [code, severity, message, advice, anchor])
        expect(items[i]?.textContent).toContain(part);
    });
  });
});

describe("renderPage of unusual corpora", () => {
  test.each([
    ["nothing", []],
    ["one document without a mention", [marked("a", "no complaint")]],
    ["an empty document", [marked("a", "")]],
    ["one mention", [marked("a", "[pain|Sign]")]],
    ["one type", [marked("a", "[pain|Sign] and [fever|Sign]"), marked("b", "[rash|Sign]")]],
  ])("%s", async (_, documents) => {
    const report = await auditOf(documents);
    const page = await parse(report);
    expect(page.querySelector(".figures dd")?.textContent).toBe(String(documents.length));
    expect(rowsOf(page, "type-table").length).toBe(Object.keys(report.types).length);
    expect(page.textContent).not.toMatch(/NaN|undefined|Infinity|null/);
    for (const { name, value } of all(page, "svg *").flatMap((element) => [...element.attributes]))
      expect(`${name}=${value}`).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("keeps names in emoji, in scripts from right to left, and of JavaScript apart", async () => {
    const types = [
      "👩🏽‍⚕️ visit",
      "כאב",
      "ألم",
      "9",
      "__proto__",
      "constructor",
      "toString",
      "疼痛",
      "a\u202eb",
    ];
    const documents = types.map((type) => document(type, "pain", [mention(type, 0, 4)]));
    const page = await parse(await auditOf(documents));
    expect(
      rowsOf(page, "type-table")
        .map(([type]) => type)
        .sort(),
    ).toEqual([...types].sort());
    expect(all(page, "#type-table tbody th > bdi").length).toBe(types.length);
    const labels = all(page, "#type-counts svg.wide text").map(({ textContent }) => textContent);
    expect(labels).toEqual(expect.arrayContaining(types));
  });

  test("keeps names from right to left apart in the sentences of findings", async () => {
    const types = ["ألم الرأس", "a\u202eb", "a\u202eb c", "Sign"];
    const documents = types.map((type) => document(type, "pain", [mention(type, 0, 4)]));
    const report = await auditOf(documents);
    const messages = all(await parse(report), ".message");
    expect(messages.map(({ textContent }) => textContent)).toEqual(
      report.findings.map(({ message }) => message),
    );
    const few = messages.find(({ textContent }) => textContent.includes("5 mentions or fewer"));
    expect(
      all(few as PageElement, "bdi bdi")
        .map(({ textContent }) => textContent)
        .sort(),
    ).toEqual(types.slice(0, 3).sort());
  });

  test("2,000 types make a page below 2 MB that says what it leaves out", async () => {
    const documents = Array.from({ length: 40 }, (_, d) => {
      const words = Array.from({ length: 50 }, (_, i) => 50 * d + i);
      const strings = words.map((n) => `[word ${n}|Type with a rather long name, number ${n}]`);
      return marked(`document ${d}`, strings.join(" and "));
    });
    const report = await auditOf(documents, { withText: true });
    const markup = await renderPage(report, OPTIONS);
    expect(Buffer.byteLength(markup)).toBeLessThan(2e6);
    const page = parsePage(markup);
    const types = rowsOf(page, "type-table");
    expect(types.length).toBe(301);
    expect(types[200]).toEqual(["1,700 more"]);
    expect(page.querySelector("#types .cut")?.textContent).toContain("1,700 more not shown");
    const counts = all(page, "#type-counts svg.wide text").map(({ textContent }) => textContent);
    expect(counts.filter((text) => text === "⋮").length).toBe(1);
  });
});
