/** Plots as SVG inside of the page, drawn here so that the page needs no script. */

import type * as Plot from "@observablehq/plot";
import { type Child, type Html, html, trusted } from "./html.js";

/** Observable Plot, once it is loaded. */
export type PlotModule = typeof Plot;

/** A plot with the words that stand for it. */
export interface Figure {
  /** Names the figure within the page. */
  readonly id: string;
  readonly title: string;
  /** What one sees, in words, for those who do not. */
  readonly alternative: string;
  /** How to read it. */
  readonly caption: Child;
  /** @param width of the drawing in CSS pixels */
  readonly plot: (plot: PlotModule, width: number) => Plot.PlotOptions;
}

/** Widths of a drawing: of the column of text, and of a phone. */
const WIDTHS = { wide: 720, narrow: 340 } as const;

/** Loads Plot and a document to draw in; both are large, so only a page that is written loads them. */
export async function loadFigures(): Promise<(figure: Figure) => Html> {
  const [plot, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawing = (figure: Figure, size: keyof typeof WIDTHS): Html => {
    const width = WIDTHS[size];
    const svg = plot.plot({ ...figure.plot(plot, width), document, width });
    const id = `${figure.id}-${size}`;
    // Its own styles would need a looser policy of content, its labels of parts are no help without the numbers.
    for (const style of [...svg.querySelectorAll("style")]) style.remove();
    for (const part of [...svg.querySelectorAll("[aria-label]")])
      part.removeAttribute("aria-label");
    const words = (["desc", "title"] as const).map((tag) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      element.id = `${id}-${tag}`;
      element.textContent = tag === "title" ? figure.title : figure.alternative;
      svg.prepend(element);
      return element.id;
    });
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", words.reverse().join(" "));
    svg.setAttribute("class", `plot ${size}`);
    return trusted(svg.outerHTML);
  };
  return (figure) => html`<figure id="${figure.id}">
<h3>${figure.title}</h3>
${drawing(figure, "wide")}
${drawing(figure, "narrow")}
<figcaption>${figure.caption}</figcaption>
</figure>
`;
}
