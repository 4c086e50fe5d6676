import { describe, expect, test } from "vitest";
import { STYLE } from "./style.js";

/** The colours of a block that sets variables. */
function coloursOf(block: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g), ([, name, colour]) => [name, colour]),
  );
}

/** Relative luminance. @see WCAG 2.2 */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const [, light = "", dark = ""] = STYLE.split(":root {");
const SCHEMES = {
  light: coloursOf(light.split("}")[0] as string),
  dark: coloursOf(dark.split("}")[0] as string),
};

/** Text on ground. */
const PAIRS: readonly (readonly [string, string])[] = [
  ...["ink", "muted", "accent", "error", "warning", "note"].map((text) => [text, "paper"] as const),
  ["ink", "mark"],
  ...[0, 1, 2, 3, 4, 5].map((step) => [`on-heat-${step}`, `heat-${step}`] as const),
];

describe("STYLE", () => {
  test("the measure of contrast knows black on white and the grey that just passes", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });

  test.each(Object.entries(SCHEMES))("has text of contrast 4.5 or more: %s", (_, colours) => {
    for (const [text, ground] of PAIRS)
      expect([text, contrast(colours[text] as string, colours[ground] as string) >= 4.5]).toEqual([
        text,
        true,
      ]);
  });

  test.each(Object.entries(SCHEMES))(
    "has dots and curves of contrast 3 or more: %s",
    (_, colours) => {
      for (const line of ["accent", "ink", "thread-strong"])
        expect([line, contrast(colours[line] as string, colours.paper as string) >= 3]).toEqual([
          line,
          true,
        ]);
    },
  );

  test("shades are ordered in both schemes, so that darker or lighter is more without colour", () => {
    for (const colours of Object.values(SCHEMES)) {
      const steps = [1, 2, 3, 4, 5].map((step) => luminance(colours[`heat-${step}`] as string));
      const sorted = [...steps].sort((a, b) => a - b);
      expect([sorted, [...sorted].reverse()]).toContainEqual(steps);
    }
  });

  test("paper is light whatever the screen is", () => {
    expect(STYLE).toContain("@media screen and (prefers-color-scheme: dark)");
    expect(STYLE.match(/prefers-color-scheme/g)?.length).toBe(1);
  });
});
