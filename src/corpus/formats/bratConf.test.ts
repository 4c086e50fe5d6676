import { describe, expect, test } from "vitest";
import { annotationConf } from "./bratConf.js";

describe("annotationConf", () => {
  test("has the four sections that brat asks for, each type once", () => {
    expect(annotationConf(["Sign", "Date", "Sign"]).text()).toBe(
      "[entities]\nDate\nSign\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n[events]\n[attributes]\n",
    );
  });

  test("says what relations and events join, and what attributes can be", () => {
    const conf = annotationConf();
    const parts = (...roles: string[]) => roles.map((role) => ({ role, target: "T1" }));
    conf.add({
      ...{ id: "d", text: "x" },
      mentions: [
        { id: "T1", type: "Gene", start: 0, end: 1 },
        { id: "T2", type: "Binding", start: 0, end: 1 },
      ],
      relations: [
        { id: "R1", type: "PartOf", arguments: parts("Whole", "Part") },
        { id: "R2", type: "Many", arguments: parts("a", "a", "a") },
        { id: "*1", type: "Equiv", arguments: parts("", "", ""), symmetric: true },
      ],
      events: [
        { id: "E1", type: "Binding", trigger: "T2", arguments: parts("Theme", "Theme2", "Site") },
      ],
      attributes: [
        { id: "A1", name: "Negation", target: "T1" },
        { id: "A2", name: "Certainty", target: "T1", value: "low" },
        { id: "A3", name: "Certainty", target: "T1", value: "high" },
        { id: "A4", name: "Certainty", target: "T1", value: "in between, rather" },
      ],
    });
    expect(conf.text()).toBe(
      [
        ...["[entities]", "Gene", "[relations]"],
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        "Equiv\tArg1:<ANY>, Arg2:<ANY>, <REL-TYPE>:symmetric-transitive",
        "Many\tArg1:<ANY>, Arg2:<ANY>",
        "PartOf\tWhole:<ANY>, Part:<ANY>",
        ...["[events]", "Binding\tSite*:<ANY>, Theme*:<ANY>", "[attributes]"],
        "Certainty\tArg:<ANY>, Value:high|low",
        "Negation\tArg:<ANY>",
        "",
      ].join("\n"),
    );
  });

  test("leaves out names that would break the file", () => {
    const names = ["a|b", "<X>", "[X]", "#x", "!x", "---", "Lab value", "é"];
    expect(annotationConf(names).text()).toMatch(/^\[entities\]\nLab_value\n\[relations\]/);
  });
});
