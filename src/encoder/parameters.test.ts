/** Names and shapes of parameters, against the files that transformers wrote. */

import { expect, test } from "vitest";
import { tinyBerts } from "../../test/parity/tinyBert.js";
import { bertParameters } from "./parameters.js";

for (const { title, config, classes, parameters } of await tinyBerts())
  test(`bertParameters are the tensors of ${title}`, () => {
    const file = [...parameters].map(([name, { shape }]) => [name, [...shape]]);
    const ours = [...bertParameters(config, { outputs: classes })];
    expect(ours.sort()).toEqual(file.sort());
  });
