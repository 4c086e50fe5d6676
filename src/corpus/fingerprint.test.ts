import { describe, expect, test } from "vitest";
import type { Document } from "./document.js";
import { fingerprint, shortFingerprint } from "./fingerprint.js";

const mention = { id: "T1", type: "Sign", start: 0, end: 5 };
const a: Document = { id: "a", text: "fever May", mentions: [mention] };
const b: Document = { id: "b", text: "cough", mentions: [] };

describe("fingerprint", () => {
  test("is 64 hex digits that do not depend on the order of documents or the ids of mentions", () => {
    expect(fingerprint([a, b])).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint([b, a])).toBe(fingerprint([a, b]));
    expect(fingerprint([{ ...a, mentions: [{ ...mention, id: "x" }] }, b])).toBe(
      fingerprint([a, b]),
    );
  });

  test.each<[string, Document]>([
    ["id", { ...a, id: "c" }],
    ["text", { ...a, text: "fever may" }],
    ["type", { ...a, mentions: [{ ...mention, type: "Date" }] }],
    ["offset", { ...a, mentions: [{ ...mention, end: 4 }] }],
    [
      "fragments",
      {
        ...a,
        mentions: [
          {
            ...mention,
            fragments: [
              { start: 0, end: 2 },
              { start: 3, end: 5 },
            ],
          },
        ],
      },
    ],
    ["number of mentions", { ...a, mentions: [mention, mention] }],
    ["words", { ...a, words: [{ start: 0, end: 5 }] }],
  ])("changes with the %s", (_, changed) => {
    expect(fingerprint([changed, b])).not.toBe(fingerprint([a, b]));
  });

  test("tells one document from two of the same", () => {
    expect(fingerprint([a, a])).not.toBe(fingerprint([a]));
  });
});

describe("shortFingerprint", () => {
  test("tells a change of the text from one of the mentions", () => {
    const [text, mentions] = shortFingerprint(a).split("-");
    expect(shortFingerprint(a)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}$/);
    const other = { ...mention, end: 4 };
    expect(shortFingerprint({ ...a, text: "fever may" })).toMatch(new RegExp(`-${mentions}$`));
    expect(shortFingerprint({ ...a, mentions: [other] })).toMatch(new RegExp(`^${text}-`));
    expect(shortFingerprint({ ...a, mentions: [other] })).not.toBe(shortFingerprint(a));
    expect(shortFingerprint({ ...a, id: "z" })).toBe(shortFingerprint(a));
  });
});
