/** Where the time of a training step goes: by operator, by part of the step, and outside of the engine. */
import type { Profile } from "../runtime/index.js";
import type { StepGraph } from "../training/index.js";
import { markdownTable } from "./benchTable.js";

/** Parts of a step that the engine executes. */
const PARTS = ["forward", "backward", "optimizer"] as const;

/** Time of all nodes of one operator, in seconds a step. */
export interface OperatorProfile {
  readonly opType: string;
  readonly nodes: number;
  readonly seconds: number;
  /** The same by part of the step. */
  readonly places: Readonly<Partial<Record<Place, number>>>;
}

/** Where time is spent; `engine` is what the engine adds: nodes of its own, and its work between nodes. */
export type Place = (typeof PARTS)[number] | "engine" | "javascript";

/** The profile of a training step, all times in seconds a step. */
export interface StepProfile {
  readonly steps: number;
  readonly seconds: number;
  readonly places: Readonly<Record<Place, number>>;
  /** The most expensive first. */
  readonly operators: readonly OperatorProfile[];
}

const NAMES: Readonly<Record<Place, string>> = {
  forward: "forward",
  backward: "backward",
  optimizer: "optimizer",
  engine: "engine, between nodes",
  javascript: "JavaScript, outside the engine",
};

/**
 * Puts a profile and the clock of the caller together.
 * @param stepSeconds time of the steps that the profile counts, as their caller saw it
 */
export function profileSteps(
  profile: Profile,
  {
    graph,
    partOf,
    stepSeconds,
  }: Pick<StepGraph, "partOf"> & {
    readonly graph: Pick<StepGraph["graph"], "nodes">;
    readonly stepSeconds: readonly number[];
  },
): StepProfile {
  const places = new Map(graph.nodes.map((node, i) => [`${node.opType}_${i}`, partOf(node)]));
  const steps = stepSeconds.length;
  const seconds = stepSeconds.reduce((sum, value) => sum + value, 0) / steps;
  const runSeconds = profile.runSeconds / steps;
  const total = { forward: 0, backward: 0, optimizer: 0, engine: 0 };
  const operators = new Map<
    string,
    { opType: string; nodes: number; seconds: number; places: Partial<Record<Place, number>> }
  >();
  for (const { node, opType, seconds: all } of profile.nodes) {
    const place: Place = places.get(node) ?? "engine";
    const spent = all / steps;
    total[place] += spent;
    const operator = operators.get(opType) ?? { opType, nodes: 0, seconds: 0, places: {} };
    operator.nodes++;
    operator.seconds += spent;
    operator.places[place] = (operator.places[place] ?? 0) + spent;
    operators.set(opType, operator);
  }
  const inNodes = total.forward + total.backward + total.optimizer + total.engine;
  return {
    steps,
    seconds,
    places: {
      ...total,
      engine: total.engine + Math.max(0, runSeconds - inNodes),
      javascript: Math.max(0, seconds - runSeconds),
    },
    operators: [...operators.values()].sort((a, b) => b.seconds - a.seconds),
  };
}

/** Both tables, in milliseconds a step. */
export function renderProfile({ seconds, places, operators }: StepProfile): string {
  const ms = (value = 0) => (value * 1000).toFixed(2);
  const share = (value: number) => `${((100 * value) / seconds).toFixed(1)} %`;
  return [
    markdownTable(
      ["part of the step", "ms", "share"],
      [
        ...(Object.keys(NAMES) as Place[]).map((place) => [
          ...[NAMES[place], ms(places[place]), share(places[place])],
        ]),
        ["all", ms(seconds), share(seconds)],
      ],
    ),
    markdownTable(
      ["operator", "nodes", "ms", "share", ...PARTS],
      operators.map(({ opType, nodes, seconds: spent, places: parts }) => [
        opType,
        String(nodes),
        ms(spent),
        share(spent),
        ...PARTS.map((part) => ms(parts[part])),
      ]),
    ),
  ].join("\n\n");
}
