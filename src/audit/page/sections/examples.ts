/** Strings and mentions in their context, where the report holds texts. */

import { count, counted, type Html, html, name, shorten } from "../../../page/index.js";
import type { Example, TypeSummary } from "../../report.js";
import { rankTypes } from "../../summary.js";
import type { MakeSection } from "../section.js";
import { notShown } from "../table.js";

/** Of more types the page would grow too large. */
const SHOWN = 200;

/** The most frequent strings of each type, and some of its mentions with what stands around them. */
export const examples: MakeSection = ({ report }) => {
  const types = rankTypes(report).filter(
    ([, { topStrings = [], examples = [] }]) => topStrings.length + examples.length > 0,
  );
  if (types.length === 0) return undefined;
  return {
    id: "examples",
    title: "Strings and examples",
    body: html`${types.slice(0, SHOWN).map(([type, summary]) => exampleOf(type, summary))}${
      types.length > SHOWN && notShown(types.length - SHOWN, "types")
    }`,
  };
};

function exampleOf(type: string, { mentions, topStrings = [], examples = [] }: TypeSummary): Html {
  return html`<section class="example">
<h3>${name(type)} <small>${counted(mentions, "mention")}</small></h3>
<p class="strings">${topStrings.map(
    ({ text, count: times }, i) =>
      html`${i > 0 && " · "}${name(text)} <small>${count(times)}</small>`,
  )}</p>
${examples.length > 0 && html`<ul>${examples.map(line)}</ul>`}
</section>
`;
}

function line({ document, start, before, text, after }: Example): Html {
  const [earlier, later] = [start > before.length && "…", after !== "" && "…"];
  return html`<li><bdi>${earlier}${before}<mark>${shorten(text, 400)}</mark>${after}${later}</bdi> <small>${name(document)}</small></li>
`;
}
