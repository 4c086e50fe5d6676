import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";
import { renderAudit } from "./render.js";

describe("renderAudit", () => {
  test("has a table of types, of their use, a summary and the findings", async () => {
    const text = renderAudit(await auditOf([marked("a", "left arm [pain|Sign]")]));
    const recall = "intervals are widths of Wilson's for a recall of .5";
    expect(text).toBe(
      [
        "1 documents, 13 characters, 1 mentions of 1 types, 3 tokens",
        "",
        "type  mentions     share  documents  tokens  mean length  strings  overlapping  discontinuous",
        "Sign         1  100.00 %          1       1          4.0        1            0              0",
        "",
        "type  words learned  weight (small)   of O  1 - N_c/N  mentions in 15 %  95 % interval",
        "O                 2                             0.333",
        "Sign              1           0.667  0.333      0.667                 0           1.00",
        `weights of the recipe small inside of each copy, and of the recipe paper; ${recall}: 93 mentions give one of 0.2`,
        "",
        "imbalance: ratio 1.0, entropy 0.00 nats, as diverse as 1.0 equally frequent types",
        "documents: 3 tokens on average, median 3, longest 3",
        "passages: 1 of up to 180 words with 1.0 types on average and 1 at most; a batch of 8 has 1.0, and btl makes a copy for each",
        "overlaps: 0 nested, 0 crossing, 0 of one span with two types, 0 duplicates; 0 discontinuous mentions",
        "strings: 0 with several types, 0 probable misses",
        "texts: 0 groups of identical ones, 0 pairs of near duplicates",
        "",
        "warning: Sign is the only type",
        "    Annotate a second type, or train one against the rest with --set labels.oneType=allow (docs/audit.md#one-type)",
        "warning: types in one document only cannot be both trained and scored: Sign",
        "    Annotate the type in more documents, merge it with another, or leave it out (docs/audit.md#type-in-one-document)",
        "warning: types with 5 mentions or fewer are hard to learn, and their scores jump: Sign",
        "    Annotate more of the type, merge it with another, or leave it out (docs/audit.md#few-mentions)",
        "warning: in a dev part of 15 % of the mentions, 1 types have too few mentions for a 95 % interval of recall narrower than 0.5: Sign has 0, and 93 are needed for one of 0.2",
        "    Score on more documents, or by cross-validation, before comparing models by the type (docs/audit.md#wide-intervals)",
        "",
      ].join("\n"),
    );
  });

  test("shows the mentions of each part", async () => {
    const report = await auditOf({
      train: [marked("a", "[a|A] [a|A] [b|B]")],
      test: [marked("b", "[b|B]"), marked("c", "c")],
    });
    expect(renderAudit(report)).toContain(
      [
        "mentions by part  train  test",
        "documents             1     2",
        "A                     2     0",
        "B                     1     1",
      ].join("\n"),
    );
  });

  test("shows frequent strings on one line each, if there are any", async () => {
    const corpus = [marked("a", "[Pain|Sign] [pain|Sign] [pain|Sign] [chest\npain|Sign]")];
    const text = renderAudit(await auditOf(corpus, { withText: true }));
    expect(text).toContain("\nSign: pain (3), chest pain (1)\n");
    expect(renderAudit(await auditOf(corpus))).not.toMatch(/pain/i);
  });

  test("is short where there is nothing", async () => {
    expect(renderAudit(await auditOf([document("a", "")]))).toMatch(
      /^1 documents, 0 characters, 0 mentions of 0 types, 0 tokens\n\nerror: there is no mention/,
    );
  });

  test("lets no control character of a type reach the terminal", async () => {
    const report = await auditOf([document("a", "left", [mention("A\u001b[31m", 0, 4)])]);
    expect(renderAudit(report)).not.toContain("\u001b");
    expect(renderAudit(report)).toContain("A?[31m");
  });
});
