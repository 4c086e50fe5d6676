/** The loop between any two steps: what is offered there is all that it takes to go on. */

import { beforeAll, describe, expect, test } from "vitest";
import { ENCODER, notes } from "../../test/cli/raretag.js";
import { loadConfig } from "../config/index.js";
import type { Tensor } from "../core/index.js";
import { createLabelSet } from "../labels/index.js";
import { type LoadedEncoder, loadEncoder } from "../recognizer/index.js";
import type { Occasion, RunState } from "./runState.js";
import { type Trained, type TrainOptions, train } from "./train.js";

const TYPES = ["Age", "Lab_value", "Sign_symptom"];
const [first, second, dev] = notes(3).map((document) => ({
  ...document,
  mentions: document.mentions.filter(({ type }) => TYPES.includes(type)),
}));
const labelSet = createLabelSet({ scheme: "io", types: TYPES });

let encoder: LoadedEncoder;
beforeAll(async () => {
  encoder = await loadEncoder(ENCODER, labelSet);
});

function optionsOf(...settings: string[]): TrainOptions {
  const common = ["windows.length=64", "windows.overlap=8", "training.epochs=2", "threads=1"];
  const sets = [...common, "training.batchSize=4", "optimizer.learningRate=0.01", ...settings];
  return {
    ...{ config: loadConfig({ sets }), encoder, tokenizer: encoder.tokenizer, labelSet },
    train: [first, second] as TrainOptions["train"],
    ...(settings.includes("training.dev=none") ? {} : { dev: [dev] as TrainOptions["train"] }),
  };
}

interface Outcome {
  /** As JSON, without times and rates. */
  readonly events: readonly string[];
  readonly trained: Trained;
}

/** Runs to the end. @param onEvent is told how many events there were */
async function run(options: TrainOptions, onEvent?: (events: number) => void): Promise<Outcome> {
  const events: string[] = [];
  const steps = train(options);
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return { events, trained: value };
    const timed = ["seconds", "piecesPerSecond", "secondsLeft"];
    events.push(JSON.stringify(value, (key, x) => (timed.includes(key) ? undefined : x)));
    onEvent?.(events.length);
  }
}

/** A state that later steps do not overwrite. */
function copyOf({ tensors, ...rest }: RunState): RunState {
  const copied = [...tensors].map(([name, { dtype, shape, data }]): [string, Tensor] => [
    name,
    { dtype, shape, data: data.slice() } as Tensor,
  ]);
  return { ...rest, tensors: new Map(copied) };
}

const weightsOf = ({ trained: { parameters, datastore, report, epoch } }: Outcome) => ({
  parameters,
  datastore,
  report,
  epoch,
});

const RUNS = [
  ["all token labels", ["objective.name=atl"]],
  ["copies in one step", ["objective.name=btl"]],
  [
    "a step for each copy, SGD with momentum",
    [
      "objective.name=btl",
      "objective.schedule=sequential",
      "optimizer.name=sgd",
      "optimizer.momentum=0.9",
    ],
  ],
  ["a binary head, no dev part", ["objective.head=binary", "training.dev=none"]],
  [
    "repeated windows, variants and late weights",
    [
      ...["objective.name=atl", "objective.loss=ldam"],
      ...["objective.weights=effective", "objective.weightsFrom=0.5"],
      ...["training.oversample=1", "training.augment.method=mentions", "training.freeze=1"],
      ...["decode.prior=0.5", "windows.length=32"],
    ],
  ],
] as const;

describe.each(RUNS)("train: %s", (_, settings) => {
  test("goes on from every place of a run as if it had never stopped", async () => {
    const places: { occasion: Occasion; events: number; state: RunState }[] = [];
    let events = 0;
    const whole = await run(
      {
        ...optionsOf(...settings),
        savepoint: async (occasion, state) => {
          places.push({ occasion, events, state: copyOf(state) });
        },
      },
      (count) => {
        events = count;
      },
    );
    expect(places.map(({ occasion }) => occasion).filter((x) => x === "epoch")).toHaveLength(2);
    expect(places).toHaveLength(whole.events.length - 1); // one after each event but the plan
    const stride = Math.max(1, Math.floor(places.length / 5));
    for (const [i, place] of places.entries()) {
      if (i % stride !== 0 && place.occasion === "step") continue;
      const rest = await run({ ...optionsOf(...settings), resume: async () => place.state });
      expect(rest.events).toEqual([whole.events[0], ...whole.events.slice(place.events)]);
      expect(weightsOf(rest)).toEqual(weightsOf(whole));
      expect(rest.trained.interrupted).toBe(false);
    }
  });

  test("offers what was reached when it is interrupted, and goes on from there", async () => {
    const whole = await run(optionsOf(...settings));
    const controller = new AbortController();
    let state: RunState | undefined;
    const part = await run(
      {
        ...optionsOf(...settings),
        signal: controller.signal,
        savepoint: async (occasion, offered) => {
          if (occasion === "interruption") state = copyOf(offered);
        },
      },
      (events) => {
        if (events === 4) controller.abort();
      },
    );
    expect(part.trained.interrupted).toBe(true);
    expect(state?.progress.step).toBe(3);
    const rest = await run({ ...optionsOf(...settings), resume: async () => state as RunState });
    expect([...part.events, ...rest.events.slice(1)]).toEqual(whole.events);
    expect(weightsOf(rest)).toEqual(weightsOf(whole));
  });
});

describe("train", () => {
  test("is complete if the interruption comes after its last step", async () => {
    const controller = new AbortController();
    const savepoint = async (_: Occasion, { progress }: RunState) => {
      if (progress.epoch === 3) controller.abort();
    };
    const signal = controller.signal;
    const { trained } = await run({ ...optionsOf("objective.name=atl"), signal, savepoint });
    expect(trained).toMatchObject({ interrupted: false });
  });

  test("interrupted in its first epoch, keeps the weights that it had then", async () => {
    const controller = new AbortController();
    let state: RunState | undefined;
    const signal = controller.signal;
    const options = optionsOf("objective.name=atl");
    const savepoint = async (_: Occasion, offered: RunState) => {
      state = copyOf(offered);
    };
    const part = await run({ ...options, signal, savepoint }, (events) => {
      if (events === 3) controller.abort();
    });
    expect(part.trained).toMatchObject({ interrupted: true, epoch: 0 });
    const still = await run({ ...options, signal, resume: async () => state as RunState });
    expect(weightsOf(still)).toEqual(weightsOf(part));
    for (const [name, { data }] of part.trained.parameters)
      expect(data, name).not.toEqual(encoder.parameters.get(name)?.data);
  });
});
