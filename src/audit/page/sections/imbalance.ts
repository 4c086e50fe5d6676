/** How uneven the types are: three numbers, each with what it means. */

import { count, decimal, html, name, own } from "../../../page/index.js";
import type { MakeSection } from "../section.js";

/** Ratio, entropy and effective number of types. */
export const imbalance: MakeSection = ({ report }) => {
  const { ratio, mostFrequent, leastFrequent, entropy, effectiveTypes } = report.imbalance;
  if (ratio === null || mostFrequent === null || leastFrequent === null) return undefined;
  const total = Object.keys(report.types).length;
  const times = decimal(ratio, ratio < 10 ? 1 : 0);
  const mentions = (type: string) => count(own(report.types, type)?.mentions ?? 0);
  return {
    id: "imbalance",
    title: "Imbalance",
    body: html`<dl class="measures">
<div><dt>Ratio</dt><dd><b id="ratio">${times}</b>
<p>For each mention of ${name(leastFrequent)} (${mentions(leastFrequent)}) there are ${times} of ${name(mostFrequent)} (${mentions(mostFrequent)}); at 1 all types would be equally frequent.</p></dd></div>
<div><dt>Entropy</dt><dd><b id="entropy">${decimal(entropy)}</b> nats
<p>How unsure one is of the type of a mention drawn at random: 0 when it is always the same, ${decimal(Math.log(total))} when all ${count(total)} types are equally frequent.</p></dd></div>
<div><dt>Effective number of types</dt><dd><b id="effective-types">${decimal(effectiveTypes, 1)}</b> of ${count(total)}
<p>So many equally frequent types would be as diverse (the exponential of the entropy); what is missing to ${count(total)} are types that hardly weigh.</p></dd></div>
</dl>`,
  };
};
