import { describe, expect, test } from "vitest";
import { all, parsePage, rowsOf } from "../../test/parsePage.js";
import { html } from "./html.js";
import { type Table, table } from "./table.js";

const ROWS = Array.from({ length: 10 }, (_, n) => n);

function render(options: Partial<Table<number>>) {
  const { markup } = table({
    ...{
      id: "t",
      caption: "Numbers",
      elsewhere: html`<code>all.json</code> has all`,
      rows: ROWS,
      ...options,
    },
    columns: [
      { head: "n", kind: "text", cell: (n) => `n${n}` },
      { head: "square", cell: (n) => String(n * n) },
    ],
  });
  return parsePage(`<!doctype html><html><body>${markup}</body></html>`);
}

describe("table", () => {
  test("has a row for each entry, and says nothing of others where there are none", () => {
    const page = render({});
    expect(rowsOf(page, "t").map(([, square]) => Number(square))).toEqual(ROWS.map((n) => n * n));
    expect(page.querySelector(".cut")).toBeNull();
    expect(page.querySelector("#t-caption")?.textContent).toBe("Numbers");
  });

  test("cut at the end, counts what is not shown with what was left out before", () => {
    const page = render({ show: { first: 3 }, leftOut: 5 });
    expect(rowsOf(page, "t").map(([name]) => name)).toEqual(["n0", "n1", "n2"]);
    expect(page.querySelector(".cut")?.textContent).toBe("12 more not shown; all.json has all.");
  });

  test("cut in the middle, shows where", () => {
    const page = render({ show: { first: 2, last: 1 } });
    expect(rowsOf(page, "t").map(([name]) => name)).toEqual(["n0", "n1", "7 more", "n9"]);
    expect(all(page, ".gap td")[0]?.getAttribute("colspan")).toBe("2");
  });

  test.each([[9], [10]])("is whole when %i and the last make all", (first) => {
    expect(rowsOf(render({ show: { first, last: 1 } }), "t").length).toBe(10);
  });
});
