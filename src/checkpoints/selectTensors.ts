/** Takes from a checkpoint exactly the parameters that a model needs, and says what was left. */

import type { Tensor } from "../core/index.js";
import { CheckpointError, listed, quoted } from "./error.js";
import { isHeadName, matchNames, ourName, type ShapeMismatch } from "./names.js";

/** Parameters by our names, and sentences for the user about tensors that were not used. */
export interface SelectedTensors {
  /** every expected parameter; of `classifier.*` all or none */
  readonly tensors: ReadonlyMap<string, Tensor<"float32">>;
  readonly notices: readonly string[];
}

const CHECK_CONFIG = "Check that config.json belongs to these weights";

/**
 * Selects the parameters that `expected` names.
 * @param source names the checkpoint in messages
 * @param expected shapes by our name; a head that is absent or has another shape is left out and said
 * @throws CheckpointError naming every tensor that is missing, of another shape or element type, given
 * twice, or that belongs to the encoder but to none of its expected parameters
 */
export function selectTensors({
  source,
  tensors,
  expected,
}: {
  source: string;
  tensors: ReadonlyMap<string, Tensor>;
  expected: ReadonlyMap<string, readonly number[]>;
}): SelectedTensors {
  const found = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const match = matchNames({ found, expected });
  const refuse = (problem: string, advice: string): never => {
    throw new CheckpointError({ source }, problem, advice);
  };
  const isHead = ({ name }: ShapeMismatch) => isHeadName(ourName(name));
  const wrong = match.mismatched.filter((mismatch) => !isHead(mismatch));
  if (match.repeated.length > 0)
    refuse(
      `gives ${listed(match.repeated)} under a second name`,
      "Keep one tensor for each parameter",
    );
  if (wrong.length > 0)
    refuse(
      `${wrong.slice(0, 4).map(describeMismatch).join(", ")}${wrong.length > 4 ? ` and ${wrong.length - 4} more` : ""}`,
      CHECK_CONFIG,
    );
  if (match.missing.length > 0)
    refuse(
      `lacks ${match.missing.length} of ${expected.size} tensors: ${listed(match.missing)}`,
      "Check that this is a BERT encoder and that config.json belongs to it",
    );
  const inEncoder = match.unexpected.filter((name) => ourName(name).startsWith("bert."));
  if (inEncoder.length > 0)
    refuse(`holds tensors that the encoder does not have: ${listed(inEncoder)}`, CHECK_CONFIG);

  const selected = new Map<string, Tensor<"float32">>();
  const wholeHead = [...expected.keys()].every(
    (name) => !isHeadName(name) || match.mapping.has(name),
  );
  for (const [ours, name] of match.mapping) {
    const tensor = tensors.get(name) as Tensor;
    if (!isFloat32(tensor))
      return refuse(
        `tensor ${quoted(name)} holds ${tensor.dtype} but float32 is needed`,
        "Quantised weights cannot be trained: take the original weights",
      );
    if (wholeHead || !isHeadName(ours)) selected.set(ours, tensor);
  }
  const notices = [
    ...match.mismatched.filter(isHead).map((m) => `${describeMismatch(m)}: the head starts anew`),
    ...(match.ignored.length > 0 ? [`not needed here: ${listed(match.ignored)}`] : []),
    ...(match.unexpected.length > 0 ? [`unknown, not used: ${listed(match.unexpected)}`] : []),
  ];
  return { tensors: selected, notices };
}

function isFloat32(tensor: Tensor): tensor is Tensor<"float32"> {
  return tensor.dtype === "float32";
}

function describeMismatch({ name, found, expected }: ShapeMismatch): string {
  return `tensor ${quoted(name)} has shape [${found.join(", ")}] but [${expected.join(", ")}] is expected`;
}
