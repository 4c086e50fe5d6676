import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notes, temporaryFolder, trainSmall, writeNotes } from "../../test/cli/raretag.js";
import { createRandom } from "../core/index.js";
import { createRecognizer, loadModel } from "../recognizer/index.js";
import {
  createExplainer,
  ExplainError,
  type Explainer,
  type Explanation,
  measureFaithfulness,
} from "./index.js";

const folder = temporaryFolder();
const explainers: Record<string, Explainer> = {};
const MODELS = { io: [], bio: ["labels.scheme=bio"], binary: ["objective.head=binary"] };
beforeAll(async () => {
  await writeNotes(folder.path("corpus"), 6);
  for (const [name, settings] of Object.entries(MODELS)) {
    await trainSmall(
      ...[folder.path("corpus"), folder.path(name)],
      ...["--epochs", "20", "--learning-rate", "0.005", "--dev", "none"],
      ...settings.flatMap((setting) => ["--set", setting]),
    );
    explainers[name] = await createExplainer(await loadModel(folder.path(name)), { threads: 1 });
  }
}, 300_000);
afterAll(async () => {
  for (const explainer of Object.values(explainers)) await explainer.release();
  folder.remove();
});

const NOTE = notes(1, 3)[0] as ReturnType<typeof notes>[number];
/** Several windows of 64 pieces. */
const LONG = {
  text: notes(5, 4)
    .map(({ text }) => text)
    .join("\n"),
};
const explainer = (name = "io") => explainers[name] as Explainer;

async function collect(generator: AsyncGenerator<Explanation>): Promise<Explanation[]> {
  const all: Explanation[] = [];
  for await (const explanation of generator) all.push(explanation);
  return all;
}

describe("createExplainer", () => {
  test.each(Object.keys(MODELS))(
    "explains each mention that the recognizer finds, as its type: %s",
    async (name) => {
      const recognizer = await createRecognizer(await loadModel(folder.path(name)), { threads: 1 });
      const [prediction] = await recognizer.predict([NOTE]);
      await recognizer.release();
      const found = await collect(explainer(name).explain(NOTE, "all", { steps: 2 }));
      expect(found.length).toBeGreaterThan(3);
      expect(found.map(({ start, end, type }) => ({ start, end, type }))).toEqual(
        prediction?.mentions.map(({ start, end, type }) => ({ start, end, type })),
      );
      for (const [i, { probability }] of found.entries())
        expect(probability).toBeCloseTo(prediction?.mentions[i]?.probability as number, 5);
    },
  );

  test("gives every word and piece its place, and words the sum of their pieces", async () => {
    const [explanation] = await collect(explainer().explain(LONG, { start: 700, end: 760 }));
    const { context, words } = explanation as Explanation;
    expect(context.filter(({ inMention }) => inMention).map(({ word }) => word)).toEqual(words);
    for (const { start, end, attribution, pieces } of context) {
      expect(LONG.text.slice(start, end)).toMatch(/^\S+$/);
      expect(pieces[0]?.start).toBe(start);
      expect(pieces.at(-1)?.end).toBe(end);
      expect(pieces.reduce((sum, piece) => sum + piece.attribution, 0)).toBeCloseTo(attribution, 9);
    }
    const touched = context.filter(({ start, end }) => start < 760 && end > 700);
    expect(touched.map(({ word }) => word)).toEqual(words);
  });

  test("adds up over the windows that own the words of a mention", async () => {
    const read = await explainer().read(LONG);
    // a span of two hundred characters crosses from one window of 64 pieces to the next
    for (const start of [150, 300, 450]) {
      const what = { start, end: start + 200 };
      const [explanation] = await collect(read.explain(what, { steps: 64 }));
      const { context, completeness } = explanation as Explanation;
      const { value, baselineValue, gap } = completeness;
      const sum = context.reduce((total, { attribution }) => total + attribution, 0);
      expect(sum).toBeCloseTo(value - baselineValue + gap, 9);
      expect(Math.abs(gap)).toBeLessThan(
        0.02 * context.reduce((a, b) => a + Math.abs(b.attribution), 0),
      );
      expect(context.length).toBeGreaterThan(40);
    }
  });

  test("has as target what the type is ahead of another, of one, or of none", async () => {
    const { decisions, ...mention } = (
      await collect(explainer().explain(NOTE, "all", { steps: 1 }))
    )[0] as Explanation;
    const { labelSet } = await loadModel(folder.path("io"));
    const rival = labelSet.types.find((type) => type !== mention.type) as string;
    const targetOf = async (type: string, against: string | null) => {
      const what = { start: mention.start, end: mention.end, type };
      const [found] = await collect(explainer().explain(NOTE, what, { steps: 1, against }));
      return found?.completeness.value as number;
    };
    const logit = await targetOf(mention.type, null);
    expect(await targetOf(mention.type, rival)).toBeCloseTo(
      logit - (await targetOf(rival, null)),
      4,
    );
    const ahead = await targetOf(mention.type, "O");
    // of the softmax: log p(type) - log p(O), which the shares of argmax tell
    const odds = decisions.map(({ shares }) => {
      const of = (type: string) => shares.argmax.find((one) => one.type === type)?.share as number;
      return Math.log(of(mention.type) / of("O"));
    });
    expect(ahead).toBeCloseTo(odds.reduce((a, b) => a + b, 0) / odds.length, 2);
    expect(ahead).toBeCloseTo(logit - (await targetOf("O", null)), 4);
  });

  test("tells the neighbours that vote, with their type", async () => {
    const [explanation] = await collect(explainer("bio").explain(NOTE, "all", { steps: 1 }));
    for (const { neighbours, shares } of explanation?.decisions ?? []) {
      expect(neighbours).toHaveLength(17);
      for (const { type, className } of neighbours)
        expect(className.replace(/^[BI]-/, "")).toBe(type);
      for (const { type, share } of shares.knn)
        expect(share).toBeCloseTo(neighbours.filter((one) => one.type === type).length / 17, 6);
    }
  });

  test.each([
    ["an empty span", { start: 5, end: 5 }, {}],
    ["a span over the end", { start: 0, end: 18 }, {}],
    ["half a unit", { start: 1.5, end: 3 }, {}],
    ["spaces", { start: 10, end: 12 }, {}],
    ["an unknown type", { start: 0, end: 4, type: "Nonsense" }, {}],
    ["an unknown rival", { start: 0, end: 4 }, { against: "Nonsense" }],
    ["O against O", { start: 0, end: 4, type: "O" }, {}],
    ["no steps", { start: 0, end: 4 }, { steps: 0 }],
  ])("refuses %s without the words of the text", async (_, what, request) => {
    const text = "Secretword  here.";
    const error = await collect(explainer().explain({ text }, what, request)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ExplainError);
    expect((error as Error).message).not.toMatch(/secret/i);
  });

  test("finds nothing to explain in an empty text", async () => {
    expect(await collect(explainer().explain({ text: "" }, "all"))).toEqual([]);
  });
});

describe("probabilitiesWithout", () => {
  test("is what the model says of the text with [MASK] in the place of words", async () => {
    const read = await explainer().read(NOTE);
    const [explanation] = await collect(read.explain("all", { steps: 1 }));
    const { context, type, decisions } = explanation as Explanation;
    const [first] = decisions;
    const other = context.find(({ inMention, pieces }) => !inMention && pieces.length === 1);
    const { start = 0, end = 0, word = 0 } = other ?? {};
    const blanked = `${NOTE.text.slice(0, start)}[MASK]${NOTE.text.slice(end)}`;
    const moved = (first?.start ?? 0) > start ? 6 - (end - start) : 0;
    const what = {
      ...{ start: (explanation?.start ?? 0) + moved, end: (explanation?.end ?? 0) + moved, type },
    };
    const [expected] = await collect(explainer().explain({ text: blanked }, what, { steps: 1 }));
    const [full, without] = await read.probabilitiesWithout(explanation as Explanation, [
      [],
      [word],
    ]);
    expect(full).toBeCloseTo(explanation?.probability as number, 5);
    expect(without).toBeCloseTo(expected?.probability as number, 5);
  });
});

describe("measureFaithfulness", () => {
  test("compares the top words of the context with words of chance", async () => {
    const read = await explainer().read(NOTE);
    const [explanation] = await collect(read.explain("all"));
    const random = createRandom(5);
    const options = { random, shares: [0.1, 1] };
    const all = await measureFaithfulness(read, explanation as Explanation, {
      ...options,
      pool: "all",
    });
    const everything = (explanation as Explanation).context.map(({ word }) => word);
    const [blank] = await read.probabilitiesWithout(explanation as Explanation, [everything]);
    const [few, whole] = all?.curve ?? [];
    expect(whole?.without).toBeCloseTo(blank as number, 6);
    expect(whole?.only).toBeCloseTo(all?.full as number, 6);
    expect(few?.words).toBe(Math.round(0.1 * everything.length));
    expect(all?.comprehensiveness).toBeCloseTo(
      (all?.full as number) - ((few?.without as number) + (whole?.without as number)) / 2,
      9,
    );
    const outside = await measureFaithfulness(read, explanation as Explanation, {
      ...options,
      pool: "outside",
    });
    expect(outside?.curve[1]?.words).toBe(everything.length - (explanation?.words.length ?? 0));
  });
});
