import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabelError } from "./error.js";
import {
  createLabelSet,
  IGNORED,
  labelSetFromNames,
  labelsOfType,
  prefixOf,
  SCHEMES,
  typeIndexOf,
} from "./labelSet.js";

const types = ["Mass", "Age"];

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LabelError) return error.message;
    throw error;
  }
  throw new Error("not refused");
}

describe("createLabelSet", () => {
  test("keeps the order of types and puts O first", () => {
    expect(createLabelSet({ scheme: "io", types }).labels).toEqual(["O", "Mass", "Age"]);
    expect(createLabelSet({ scheme: "bio", types }).labels).toEqual([
      "O",
      "B-Mass",
      "I-Mass",
      "B-Age",
      "I-Age",
    ]);
    expect(createLabelSet({ scheme: "bioes", types: ["Age"] }).labels).toEqual([
      "O",
      "B-Age",
      "I-Age",
      "E-Age",
      "S-Age",
    ]);
  });

  test.each([
    [[], "there are 0 types to learn. Annotate mentions of at least one type."],
    [["Age", " "], "type 2 of 2 has no name. Give it a name."],
    [["O"], 'type 1 of 1 is named O, which means "no mention". Rename the type in the corpus.'],
    [["Age", "Mass", "Age"], "types 1 and 3 of 3 are both named Age. Name each type once."],
  ])("refuses the types %j", (list, message) => {
    expect(refusal(() => createLabelSet({ scheme: "io", types: list }))).toBe(message);
  });
});

describe("typeIndexOf and prefixOf", () => {
  test.each(SCHEMES)("agree with the names of the labels of %s", (scheme) => {
    const set = createLabelSet({ scheme, types });
    for (const [id, name] of set.labels.entries()) {
      const type = name.replace(/^[BIES]-/, "");
      expect(typeIndexOf(set, id)).toBe(types.indexOf(type));
      if (id > 0) expect(prefixOf(set, id)).toBe(scheme === "io" ? "I" : name[0]);
    }
  });

  test("know no type of O and of ignored positions", () => {
    const set = createLabelSet({ scheme: "bio", types });
    expect([typeIndexOf(set, 0), typeIndexOf(set, IGNORED)]).toEqual([-1, -1]);
  });
});

describe("labelsOfType", () => {
  test.each(SCHEMES)("gives the labels that typeIndexOf gives the type: %s", (scheme) => {
    const set = createLabelSet({ scheme, types });
    for (const type of [-1, 0, 1]) {
      const { start, end } = labelsOfType(set, type);
      const expected = [...set.labels.keys()].filter((id) => typeIndexOf(set, id) === type);
      expect([...set.labels.keys()].slice(start, end)).toEqual(expected);
    }
  });
});

describe("labelSetFromNames", () => {
  test("gives back any label set (seed 5)", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SCHEMES),
        fc.uniqueArray(fc.stringMatching(/^[A-Za-z][\w ]{0,8}$/), { minLength: 1, maxLength: 6 }),
        (scheme, names) => {
          fc.pre(!names.includes("O"));
          const set = createLabelSet({ scheme, types: names });
          expect(labelSetFromNames(set.labels)).toEqual(set);
        },
      ),
      { seed: 5 },
    );
  });

  test("takes types that only look prefixed for what they are", () => {
    expect(labelSetFromNames(["O", "B-cell", "T-cell"]).scheme).toBe("io");
    expect(labelSetFromNames(["O", "B-cell"]).types).toEqual(["B-cell"]);
  });

  test.each([
    [
      ["O", "B-Age", "B-Mass", "I-Age", "I-Mass"],
      "the 5 labels mix prefixes in an order that is neither bio nor bioes. Use a model that raretag has trained.",
    ],
    [
      ["B-Age", "I-Age", "O"],
      "label 0 is B-Age instead of O. Use a model that raretag has trained.",
    ],
    [[], "label 0 is missing instead of O. Use a model that raretag has trained."],
    [["O"], "there are 0 types to learn. Annotate mentions of at least one type."],
  ])("refuses %j", (names, message) => {
    expect(refusal(() => labelSetFromNames(names))).toBe(message);
  });
});
