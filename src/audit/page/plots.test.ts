import { describe, expect, test } from "vitest";
import { all, type PageElement, parsePage } from "../../../test/parsePage.js";
import { type Figure, loadFigures } from "../../page/index.js";
import { plotColumns } from "./plots/columns.js";
import { plotPairs } from "./plots/pairs.js";
import { plotSupportWidth } from "./plots/supportWidth.js";
import { plotTypeCounts, type TypeCounts } from "./plots/typeCounts.js";

async function draw(plot: Figure["plot"]): Promise<PageElement> {
  const figure = { id: "f", title: "T", alternative: "A", caption: "C" };
  const { markup } = (await loadFigures())({ ...figure, plot });
  const page = parsePage(`<!doctype html><html><body>${markup}</body></html>`);
  return page.querySelector("svg.wide") as PageElement;
}

const textsOf = (svg: PageElement) => all(svg, "text").map(({ textContent }) => textContent);
const place = (element: PageElement | undefined) =>
  (element?.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(Number);

describe("plotTypeCounts", () => {
  const count = (type: string, train: number, test: number): TypeCounts => ({
    ...{ type, mentions: train + test },
    parts: [
      { part: "train", mentions: train },
      { part: "test", mentions: test },
    ],
  });

  test("puts ten times as many as far to the right, however many there are", async () => {
    const rows = [1000, 100, 10, 1].map((mentions) => ({
      type: `T${mentions}`,
      mentions,
      parts: [],
    }));
    const svg = await draw((plot, width) => plotTypeCounts(plot, rows, width));
    const xs = all(svg, "path[transform]").map((dot) => place(dot)[0] as number);
    const steps = xs.slice(1).map((x, i) => (xs[i] as number) - x);
    expect(steps.length).toBe(3);
    for (const step of steps) expect(step).toBeCloseTo(steps[0] as number, 6);
    expect(steps[0]).toBeGreaterThan(50);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["T1000", "1,000", "T1"]));
  });

  test("shows that a part has none, by a sign of its own at 0", async () => {
    const svg = await draw((plot, width) =>
      plotTypeCounts(plot, [count("A", 5, 2), count("B", 3, 0)], width),
    );
    expect(textsOf(svg).filter((text) => text === "0").length).toBe(2);
    const zero = all(svg, "text").find(({ textContent }) => textContent === "0");
    const signs = all(svg, "path[transform]")
      .map(place)
      .sort(([a = 0], [b = 0]) => a - b);
    expect(signs[0]?.[0]).toBeCloseTo(place(zero)[0] as number, 6);
  });
});

describe("plotColumns", () => {
  test("has columns as high as their numbers", async () => {
    const values = [4, 0, 8, 2];
    const svg = await draw((plot, width) =>
      plotColumns(plot, { values, first: 0, xLabel: "n" }, width),
    );
    const heights = all(svg, "rect").map((bar) => Number(bar.getAttribute("height")));
    const unit = (heights[0] as number) / 4;
    expect(heights.map((height) => Math.round(height / unit))).toEqual([4, 0, 8, 2]);
  });
});

describe("plotPairs", () => {
  test("has a number for each pair once, and none where it is not known", async () => {
    const known = [[9], [5, 7], [undefined, 3, 4]];
    const meet = (row: number, column: number) => known[row]?.[column];
    const svg = await draw((plot, width) =>
      plotPairs(plot, { types: ["A", "B", "C"], meet }, width),
    );
    expect(textsOf(svg).slice(0, 6)).toEqual(["9", "5", "7", "3", "4", "A"]);
    expect(all(svg, "rect").map((cell) => cell.getAttribute("fill"))).toEqual([
      ...[5, 4, 5, 0, 3, 4].map((step) => `var(--heat-${step})`),
    ]);
  });
});

describe("plotSupportWidth", () => {
  const curve = [1, 10, 100, 1000].map((support) => ({ support, width: 0.9 / Math.sqrt(support) }));
  const at = (type: string, support: number) => ({
    type,
    support,
    width: 0.9 / Math.sqrt(support),
  });

  test("names types beside the curve, or how many share a place", async () => {
    const types = [at("Pain", 10), at("Rash", 100), at("A", 2), at("B", 2), at("C", 2)];
    const svg = await draw((plot, width) =>
      plotSupportWidth(plot, { curve, types, smallestSupport: 93, usefulWidth: 0.2 }, width),
    );
    expect(all(svg, "circle").length).toBe(3);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["3 types", "Pain", "Rash"]));
    expect(textsOf(svg)).toContain("width 0.2 from 93 mentions on");
  });

  test("leaves out names that would lie on others, and no dot", async () => {
    const types = Array.from({ length: 200 }, (_, i) => at(`T${i}`, 500 + i));
    const svg = await draw((plot, width) =>
      plotSupportWidth(plot, { curve, types, smallestSupport: 93, usefulWidth: 0.2 }, width),
    );
    expect(all(svg, "circle").length).toBe(200);
    const xs = all(svg, "text[transform*=rotate]").map((text) => place(text)[0] as number);
    expect(xs.length).toBeGreaterThan(2);
    xs.slice(1).forEach((x, i) => {
      expect(x - (xs[i] as number)).toBeGreaterThan(14.9);
    });
  });
});
