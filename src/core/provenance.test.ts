import { readFileSync } from "node:fs";
import { arch } from "node:os";
import { describe, expect, test } from "vitest";
import { machineName, version } from "./provenance.js";

describe("version", () => {
  test("is that of package.json", () => {
    expect(version()).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
  });
});

describe("machineName", () => {
  test("names processor, system and Node in one line", () => {
    const name = machineName();
    expect(name).toMatch(/^.+, \w+ \w+, Node v\d+\.\d+\.\d+$/);
    expect(name).toContain(arch());
  });
});
