/** Enforces ARCHITECTURE.md on the source: import arrows, disk, engine, console, randomness, size. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

/** What each room may import besides core; `*` is every room but cli. Tests may import anything. */
const ARROWS: Readonly<Record<string, string>> = {
  core: "",
  config: "",
  corpus: "",
  tokenizer: "",
  labels: "corpus tokenizer",
  objectives: "labels tokenizer corpus onnx ops",
  onnx: "",
  ops: "onnx",
  autodiff: "ops onnx",
  optimizers: "onnx ops",
  checkpoints: "",
  encoder: "onnx ops checkpoints",
  runtime: "onnx ops",
  inference: "corpus tokenizer labels encoder runtime onnx ops knn",
  training:
    "inference objectives encoder autodiff optimizers runtime evaluation onnx ops checkpoints labels tokenizer corpus knn config",
  knn: "onnx ops runtime checkpoints",
  page: "",
  audit: "corpus tokenizer labels objectives page",
  explain: "autodiff recognizer runtime inference encoder labels knn tokenizer onnx ops corpus",
  statistics: "",
  evaluation: "corpus labels statistics",
  signatures: "evaluation statistics config",
  recognizer: "inference checkpoints tokenizer labels encoder runtime knn corpus config",
  exporting: "recognizer encoder knn checkpoints onnx ops",
  demo: "corpus",
  experiments:
    "training recognizer evaluation statistics config inference labels tokenizer corpus runtime page signatures",
  service: "recognizer explain audit training experiments evaluation config",
  cli: "*",
  "index.ts": "*",
};

/** Packages and modules that only some places may import. */
const RESERVED: readonly { readonly module: RegExp; readonly places: readonly RegExp[] }[] = [
  {
    module: /^(node:)?(fs(\/promises)?|sqlite)$|^@huggingface\/hub$/,
    places: [
      /^core\/writeAtomically\.ts$/,
      /^corpus\/files\.ts$/,
      /^checkpoints\//,
      /^tokenizer\/load\.ts$/,
      /^training\/snapshot\.ts$/,
      /^recognizer\/load\.ts$/,
      /^experiments\//,
      /^service\//,
      /^cli\//,
    ],
  },
  { module: /^onnxruntime-/, places: [/^runtime\//] },
  { module: /^@stdlib\//, places: [/^statistics\//] },
  { module: /^(bullmq|ioredis)$/, places: [/^experiments\/queue\//] },
  { module: /^(commander|picocolors)$/, places: [/^cli\//] },
];

/** Calls that only some places may make. */
const CALLS: readonly { readonly call: RegExp; readonly places: readonly RegExp[] }[] = [
  { call: /\bMath\s*\.\s*random\b/, places: [] },
  { call: /\bconsole\s*\.\s*\w+/, places: [/^cli\//] },
  { call: /\bprocess\s*\.\s*(stdout|stderr|exit)\b/, places: [/^cli\//] },
];

const MAX_LINES = 400;

/** Blanks comments and keeps strings, so that nothing in a comment counts. */
function withoutComments(source: string): string {
  const token = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return source.replace(token, (_, text?: string) => text ?? " ");
}

/** Every module a file names: static, type-only and dynamic imports, re-exports, `import("x")` types. */
function importsOf(source: string): string[] {
  const named = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*["'`]([^"'`\n]+)["'`]/g;
  return Array.from(withoutComments(source).matchAll(named), (match) => match[1] as string);
}

const roomOf = (path: string) => path.split("/")[0] as string;

/** Everything in one file of src/ that the architecture forbids. @param path relative to src/ */
function violations(path: string, source: string): string[] {
  const found: string[] = [];
  const room = roomOf(path);
  const arrows = ARROWS[room]?.split(" ") ?? [];
  const lines = source.match(/\n/g)?.length ?? 0;
  if (ARROWS[room] === undefined) found.push(`${path}: room ${room} is not in the table`);
  if (lines > MAX_LINES) found.push(`${path}: ${lines} lines, the limit is ${MAX_LINES}`);
  if (path.endsWith(".test.ts")) return found;

  for (const specifier of importsOf(source)) {
    if (specifier.startsWith(".")) {
      const target = posix.normalize(posix.join(posix.dirname(path), specifier));
      const other = roomOf(target);
      if (other === room || target === "../package.json") continue;
      const allowed =
        other === "core" || arrows.includes(other) || (arrows.includes("*") && other !== "cli");
      if (!allowed) found.push(`${path}: ${room} may not import ${other}`);
      if (target !== `${other}/index.js`)
        found.push(`${path}: imports ${target} instead of ${other}/index.js`);
    }
    for (const { module, places } of RESERVED)
      if (module.test(specifier) && !places.some((place) => place.test(path)))
        found.push(`${path}: ${specifier} is not allowed here`);
  }
  for (const { call, places } of CALLS) {
    const match = withoutComments(source).match(call);
    if (match && !places.some((place) => place.test(path)))
      found.push(`${path}: ${match[0]} is not allowed here`);
  }
  return found;
}

describe("src", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts"));

  test("keeps to the architecture", () => {
    expect(files.length).toBeGreaterThan(50);
    const found = files.flatMap((path) => violations(path, readFileSync(`src/${path}`, "utf8")));
    expect(found).toEqual([]);
  });

  test("has an index.ts in every room but cli", () => {
    const rooms = new Set(files.filter((path) => path.includes("/")).map(roomOf));
    rooms.delete("cli");
    expect([...rooms].filter((room) => !files.includes(`${room}/index.ts`))).toEqual([]);
  });
});

describe("violations", () => {
  test.each([
    ["corpus/brat.ts", 'import { overlaps } from "../core/index.js";'],
    ["corpus/brat.ts", 'import { parse } from "./lines.js";'],
    ["corpus/brat.ts", '// import { x } from "../training/index.js";'],
    ["corpus/brat.ts", '/* Math.random() */ const advice = "https://x";'],
    ["corpus/files.ts", 'import { readFile } from "node:fs/promises";'],
    ["checkpoints/hub.ts", 'import { listFiles } from "@huggingface/hub";'],
    ["ops/linear.test.ts", 'import { createSession } from "../runtime/index.js";'],
    ["cli/train.ts", 'const { train } = await import("../training/index.js");'],
    ["index.ts", 'export * from "./training/index.js";'],
    ["runtime/session.ts", 'import * as ort from "onnxruntime-node";'],
  ])("accepts in %s: %s", (path, source) => {
    expect(violations(path, source)).toEqual([]);
  });

  test.each([
    [
      "corpus/brat.ts",
      'import { train } from "../training/index.js";',
      "corpus may not import training",
    ],
    [
      "core/span.ts",
      'import type { Document } from "../corpus/index.js";',
      "core may not import corpus",
    ],
    [
      "ops/linear.ts",
      'import {\n  a,\n  b,\n} from "../autodiff/index.js";',
      "ops may not import autodiff",
    ],
    ["ops/linear.ts", "export * from '../runtime/index.js';", "ops may not import runtime"],
    ["knn/vote.ts", 'await import("../training/index.js");', "knn may not import training"],
    ["knn/vote.ts", 'let x: import("../training/index.js").Model;', "knn may not import training"],
    ["knn/vote.ts", 'import "../training/index.js";', "knn may not import training"],
    ["training/loop.ts", 'import { run } from "../cli/run.js";', "training may not import cli"],
    ["index.ts", 'export * from "./cli/run.js";', "index.ts may not import cli"],
    [
      "labels/align.ts",
      'import { parse } from "../corpus/brat.js";',
      "imports corpus/brat.js instead of corpus/index.js",
    ],
    ["corpus/deep/x.ts", 'import { y } from "../../ops/index.js";', "corpus may not import ops"],
    ["corpus/brat.ts", 'import { readFileSync } from "node:fs";', "node:fs is not allowed here"],
    ["tokenizer/files.ts", 'import * as fs from "fs/promises";', "fs/promises is not allowed here"],
    [
      "training/loop.ts",
      'import ort from "onnxruntime-node";',
      "onnxruntime-node is not allowed here",
    ],
    ["recognizer/text.ts", 'import pc from "picocolors";', "picocolors is not allowed here"],
    ["training/loop.ts", "console.log(1);", "console.log is not allowed here"],
    ["training/loop.ts", 'process.stdout.write("x");', "process.stdout is not allowed here"],
    ["cli/demo.ts", "const x = Math.random();", "Math.random is not allowed here"],
    ["helpers/x.ts", "", "room helpers is not in the table"],
    ["ops/long.ts", "\n".repeat(401), "401 lines, the limit is 400"],
    ["ops/long.test.ts", "\n".repeat(401), "401 lines, the limit is 400"],
  ])("refuses in %s: %j", (path, source, message) => {
    expect(violations(path, source).map((text) => text.slice(path.length + 2))).toContain(message);
  });
});
