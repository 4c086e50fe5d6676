import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError, formatConfig, loadAskedConfig, loadConfig } from "./index.js";

const file = (text: string) => ({ source: "run.yaml", text });

function messageOf(sources: Parameters<typeof loadConfig>[0]): string {
  try {
    loadConfig(sources);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return "accepted";
}

describe("loadConfig", () => {
  test("without sources, gives the recipe small", () => {
    expect(loadConfig()).toMatchObject({
      recipe: "small",
      encoder: "dmis-lab/biobert-v1.1",
      objective: { name: "btl", others: "ignored", schedule: "fused", weights: "prior" },
      optimizer: { name: "adamw", learningRate: "auto", clip: 1 },
      decode: { decoder: "argmax" },
    });
  });

  test("gives the literal reading of the paper as recipe paper", () => {
    const config = loadConfig({ recipe: "paper" });
    expect(config.objective).toMatchObject({
      name: "btl",
      others: "outside",
      copies: "present",
      schedule: "sequential",
      head: "softmax",
      weights: "dataset",
      reduction: "sum",
    });
    expect(config.optimizer).toMatchObject({
      name: "sgd",
      learningRate: 5e-5,
      momentum: 0,
      weightDecay: 0,
      clip: null,
    });
    expect(config.schedule).toEqual({ name: "constant", warmup: 0 });
    expect(config.training.epochs).toBe(20);
    expect(config.decode).toMatchObject({ decoder: "knn", knn: { k: 17, metric: "euclidean" } });
  });

  test("lets the file win over the recipe, flags over the file, overrides over flags", () => {
    const config = loadConfig({
      file: file("recipe: small\nseed: 2\ntraining: { epochs: 2, batchSize: 2, dev: none }\n"),
      recipe: "paper",
      flags: [
        { path: "training.epochs", value: 3, place: { source: "--epochs" } },
        { path: "training.batchSize", value: 3, place: { source: "--batch-size" } },
      ],
      sets: ["training.batchSize=4", "training.batchSize=5"],
    });
    expect(config.recipe).toBe("paper");
    expect(config.optimizer.name).toBe("sgd");
    expect(config.seed).toBe(2);
    expect(config.training).toMatchObject({ dev: "none", epochs: 3, batchSize: 5 });
  });

  test("takes the recipe from the file or from an override", () => {
    expect(loadConfig({ file: file("recipe: paper") }).training.epochs).toBe(20);
    expect(loadConfig({ sets: ["recipe=paper"] }).training.epochs).toBe(20);
  });

  test("gives a binary head copies of all types with the others as O, unless they are set", () => {
    const binary = "objective.head=binary";
    expect(loadConfig({ sets: [binary] }).objective).toMatchObject({
      others: "outside",
      copies: "all",
    });
    expect(loadConfig({ sets: [binary, "objective.others=ignored"] }).objective).toMatchObject({
      others: "ignored",
      copies: "all",
    });
  });

  test("gives atl the class weights of its recipe, unless they are set", () => {
    const atl = "objective.name=atl";
    expect(loadConfig({ sets: [atl] }).objective.weights).toBe("none");
    expect(loadConfig({ recipe: "paper", sets: [atl] }).objective.weights).toBe("dataset");
    expect(loadConfig({ sets: [atl, "objective.weights=dataset"] }).objective.weights).toBe(
      "dataset",
    );
  });

  test.each([
    ["optimizer.learningRate=2e-5", 2e-5],
    ["optimizer.learningRate=.001", 0.001],
    ["optimizer.clip=null", null],
    ["decode.knn.prior=true", true],
    ["training.dev=0.2", 0.2],
    ["training.dev=none", "none"],
    ["training.dev=/data/dev=1", "/data/dev=1"],
    ["training.dev=C:\\notes: new", "C:\\notes: new"],
    [" seed = 7 ", 7],
  ])("reads the override %s", (override, value) => {
    const config = loadConfig({ sets: [override] }) as unknown as Record<string, never>;
    const path = (override.split("=")[0] as string).trim().split(".");
    expect(path.reduce<unknown>((node, key) => (node as never)[key], config)).toBe(value);
  });

  test("accepts an empty file and empty sections", () => {
    expect(loadConfig({ file: file("# nothing yet\n") })).toEqual(loadConfig());
    expect(loadConfig({ file: file("labels:\nwindows: {}\n") })).toEqual(loadConfig());
  });

  test.each([
    [
      "labels:\n  shceme: bio\n",
      'run.yaml:2: unknown key "labels.shceme". Did you mean labels.scheme.',
    ],
    [
      "objectiv: { name: atl }",
      'run.yaml:1: unknown key "objectiv.name". Did you mean objective.name.',
    ],
    ["seed: 1\nepochs: 5", 'run.yaml:2: unknown key "epochs". Did you mean training.epochs.'],
    [
      "optimizer: { lr: 1 }",
      'run.yaml:1: unknown key "optimizer.lr". Did you mean optimizer.learningRate.',
    ],
    ["seed: { x: 1 }", 'run.yaml:1: unknown key "seed.x". Did you mean seed.'],
    [
      "labels:\n  scheme: bioees",
      'run.yaml:2: labels.scheme is "bioees" but must be one of io, bio, bioes. Did you mean bioes.',
    ],
    [
      "recipe: papper",
      'run.yaml:1: recipe is "papper" but must be one of small, paper. Did you mean paper.',
    ],
    [
      "\ntraining:\n  epochs: 0",
      "run.yaml:3: training.epochs is 0 but must be a whole number >= 1. Leave it out for 12, the default of recipe small.",
    ],
    [
      "recipe: paper\ntraining: { epochs: many }",
      'run.yaml:2: training.epochs is "many" but must be a whole number >= 1. Leave it out for 20, the default of recipe paper.',
    ],
    [
      "training: { dev: 1 }",
      "run.yaml:1: training.dev is 1 but must be a number > 0 and < 1, or none, or a folder. Leave it out for 0.15, the default of recipe small.",
    ],
    [
      "optimizer: { learningRate: .inf }",
      'run.yaml:1: optimizer.learningRate is Infinity but must be a number > 0 and <= 10, or auto. Leave it out for "auto", the default of recipe small.',
    ],
    [
      "objective: atl",
      'run.yaml:1: objective is "atl" but must be a section with the keys name, others, copies, schedule, head, weights, strength, beta, weightsFrom, reduction, loss, gamma, alpha, smoothing, tau, margin, scale, lambda. Set objective.name or another of them.',
    ],
    [
      "windows: { overlap: 40, length: 42 }",
      "run.yaml:1: windows.overlap is 40 but must be < 40, which is windows.length without [CLS] and [SEP]. Shorten the overlap or lengthen the windows.",
    ],
    [
      "objective: { name: atl, weights: prior }",
      'run.yaml:1: objective.weights is "prior", which is of copies, but the objective atl makes none. Choose other weights, or the objective btl.',
    ],
    [
      "- seed",
      'run.yaml:1: the configuration is ["seed"] but must be a mapping. Write `key: value` lines.',
    ],
    [
      "seed: 1\nseed: 2",
      "run.yaml:2: the YAML cannot be read: Map keys must be unique. Correct this line or the one above it.",
    ],
    [
      "seed: 1\n---\nseed: 2",
      "run.yaml:2: the YAML cannot be read: Source contains multiple documents. Correct this line or the one above it.",
    ],
    [
      "labels: &a\n  scheme: *a",
      'run.yaml:2: labels.scheme is "*a" but must be one of io, bio, bioes. Did you mean io.',
    ],
  ])("refuses the file %j", (text, message) => {
    expect(messageOf({ file: file(text) })).toBe(message);
  });

  test.each([
    [
      "seed",
      '--set: "seed" is not of the form path=value. Write for example --set training.epochs=5.',
    ],
    [
      "seed=",
      '--set: seed is "" but must be a whole number >= 0. Leave it out for 1, the default of recipe small.',
    ],
    ["decode.k=3", '--set: unknown key "decode.k". Did you mean decode.knn.k.'],
    ["__proto__.seed=3", '--set: unknown key "__proto__.seed". Did you mean seed.'],
    [
      "decode.knn={k: 3}",
      '--set: decode.knn is "{k: 3}" but must be a section with the keys k, metric, weights, prior. Set decode.knn.k or another of them.',
    ],
    [
      "optimizer.momentum=1",
      "--set: optimizer.momentum is 1 but must be a number >= 0 and < 1. Leave it out for 0, the default of recipe small.",
    ],
    [
      "decode.knn.prior=yes",
      '--set: decode.knn.prior is "yes" but must be true or false. Leave it out for false, the default of recipe small.',
    ],
  ])("refuses the override %s", (override, message) => {
    expect(messageOf({ sets: [override] })).toBe(message);
  });

  test.each([
    [
      ["objective.gamma=3"],
      '--set: objective.gamma is 3 but has no effect while objective.loss is "cross-entropy". Leave it out, or set objective.loss to focal.',
    ],
    [
      ["objective.name=atl", "objective.loss=focal", "objective.tau=2"],
      '--set: objective.tau is 2 but has no effect while objective.loss is "focal". Leave it out, or set objective.loss to logit-adjusted.',
    ],
    [
      ["objective.name=atl", "objective.others=outside"],
      '--set: objective.others is "outside" but has no effect while objective.name is "atl". Leave it out, or set objective.name to btl.',
    ],
    [
      ["objective.weightsFrom=.8"],
      '--set: objective.weightsFrom is 0.8 but has no effect while objective.name is "btl". Leave it out, or set objective.name to atl.',
    ],
    [
      ["objective.beta=.9999"],
      '--set: objective.beta is 0.9999 but has no effect while objective.weights is "prior". Leave it out, or set objective.weights to effective.',
    ],
    [
      ["training.augment.copies=3"],
      '--set: training.augment.copies is 3 but has no effect while training.augment.method is "none". Leave it out, or set training.augment.method to mentions or words.',
    ],
    [
      ["objective.loss=focal"],
      '--set: objective.loss is "focal" but must be one of cross-entropy, printed with the objective btl. Choose one of the two, or the objective atl.',
    ],
  ])("refuses what would do nothing: %j", (sets, message) => {
    expect(messageOf({ sets })).toBe(message);
  });

  test("takes a complete configuration, whose keys are the recipe's where they do nothing", () => {
    const config = loadConfig({ recipe: "paper", sets: ["objective.name=atl"] });
    const text = JSON.stringify(config);
    expect(loadConfig({ file: { source: "run.yaml", text } })).toEqual(config);
  });

  test("names the flag that gave a wrong value", () => {
    const flag = { path: "training.epochs", value: 1.5, place: { source: "--epochs" } };
    expect(messageOf({ flags: [flag] })).toBe(
      "--epochs: training.epochs is 1.5 but must be a whole number >= 1. Leave it out for 12, the default of recipe small.",
    );
  });

  test("finds the meant key behind one lost letter", () => {
    const keys = ["learningRate", "weightDecay", "momentum", "epsilon"];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), (key, n) => {
        const typo = key.slice(0, n % key.length) + key.slice((n % key.length) + 1);
        expect(messageOf({ sets: [`optimizer.${typo}=1`] })).toBe(
          `--set: unknown key "optimizer.${typo}". Did you mean optimizer.${key}.`,
        );
      }),
      { seed: 3 },
    );
  });

  test("either refuses any text with a ConfigError of one line, or gives a complete configuration", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab:{}[]&*!|>-'\"#\n ,?%@`~<0.") }),
        (text) => {
          const message = messageOf({ file: file(text) });
          expect(message).not.toContain("\n");
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe("loadAskedConfig", () => {
  const auto = "objective.name=auto";

  test("lets the objective be chosen, which a run of its own cannot", () => {
    expect(loadAskedConfig({ sets: [auto] }).objective.name).toBe("auto");
    expect(messageOf({ file: file("seed: 1\nobjective: { name: auto }") })).toBe(
      'run.yaml:2: objective.name is "auto" but must be one of btl, atl here. Name one; only raretag train chooses by itself.',
    );
  });

  test("reads back what it gave", () => {
    const asked = loadAskedConfig({ recipe: "paper", sets: [auto, "decode.knn.k=5"] });
    expect(loadAskedConfig({ file: file(formatConfig(asked)) })).toEqual(asked);
  });

  test.each([
    ["objective.others=outside", "outside"],
    ["objective.loss=focal", "focal"],
    ["objective.gamma=3", 3],
    ["objective.strength=.5", 0.5],
    ["decode.decoder=knn", "knn"],
    ["decode.prior=1", 1],
  ])("refuses %s beside auto, which chooses it", (set, value) => {
    expect(() => loadAskedConfig({ sets: [auto, set] })).toThrow(
      `--set: ${set.split("=")[0]} is ${JSON.stringify(value)} but has no effect while objective.name is "auto". Leave it out, or set objective.name to btl or atl.`,
    );
  });
});
