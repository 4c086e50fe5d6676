import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { html, printable, trusted } from "./html.js";

describe("html", () => {
  test("escapes text and leaves markup as it is", () => {
    expect(
      html`<p title="${`"'`}">${"<b>&"}${html`<i>${1}</i>`}${trusted("<hr>")}</p>`.markup,
    ).toBe('<p title="&quot;&#39;">&lt;b&gt;&amp;<i>1</i><hr></p>');
  });

  test("takes lists, and makes nothing of undefined and false", () => {
    expect(html`${["a", [html`<b>`, undefined]]}${false}${0}`.markup).toBe("a<b>0");
  });

  test("gives back any text, in an element and in an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { document } = parseHTML(html`<!doctype html><p title="${text}">${text}</p>`.markup);
        const p = document.querySelector("p");
        expect([p?.textContent, p?.getAttribute("title")]).toEqual([
          printable(text),
          printable(text),
        ]);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe("printable", () => {
  test.each([
    ["tab and line ends", "a\tb\r\nc", "a␉b␍␊c"],
    ["NUL, escape and delete", "\0\x1b\x7f", "␀␛␡"],
    ["C1 controls, lone surrogates and noncharacters", "\x85\ud83d \uffff\u{1fffe}", "�� ��"],
    ["everything else", "é 😀 \u202e \u200d ￼", "é 😀 \u202e \u200d ￼"],
  ])("%s", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
