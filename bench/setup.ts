/** The values that commands of sides are filled with, each made when it is first needed. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  compile,
  copyTexts,
  placeTransformersJs,
  writePassages,
  writeSentence,
  writeSplit,
} from "./prepare.js";

/** A value that this machine or command line does not have; the message says what to give. */
export class Unavailable extends Error {}

/** Where things are. */
export interface SetupOptions {
  /** Folder of corpora, models and peers. */
  readonly shared: string;
  /** Python with the packages of the peers. */
  readonly python: string | undefined;
  /** Folder in which `@huggingface/transformers` is installed. */
  readonly transformersJs: string | undefined;
  /** Model folder that `raretag train` wrote. */
  readonly model: string | undefined;
  /** Folder for files that live as long as this run. */
  readonly scratch: string;
}

/** Gives a value by name. @throws Unavailable if it is not there, RangeError if there is no such name */
export type Setup = (name: string) => string;

const DOCUMENTS = 40;

/** Makes nothing yet. */
export function createSetup({ shared, scratch, ...given }: SetupOptions): Setup {
  const inShared = (path: string) => () => existing(join(shared, path), "Give --shared DIR");
  const makers: Readonly<Record<string, () => string>> = {
    node: () => process.execPath,
    built: compile,
    sides: () => join(value("built"), "bench", "sides"),
    cli: () => join(value("built"), "src", "cli", "main.js"),
    python: () => existing(given.python, "Give --peers PYTHON, made by ../shared/peers/setup.sh"),
    peers: inShared("peers"),
    corpus: inShared("corpora/maccrobat2020"),
    encoder: inShared("models/minilm-l6-384-uncased"),
    model: () => existing(given.model, "Give --model DIR, written by raretag train"),
    split: () => writeSplit(value("corpus"), scratch),
    texts: () => copyTexts(value("corpus"), scratch, DOCUMENTS),
    passages: () => writePassages(value("texts"), scratch),
    sentence: () => writeSentence(scratch),
    transformersJs() {
      const advice =
        "Give --transformers-js DIR, where npm has installed @huggingface/transformers";
      const packages = existing(
        given.transformersJs && join(given.transformersJs, "node_modules"),
        advice,
      );
      existing(join(packages, "@huggingface/transformers"), advice);
      return placeTransformersJs(packages, value("peers"), scratch);
    },
    onnx: () => exported("onnx"),
    onnxInt8: () => exported("onnx-int8"),
  };
  const made = new Map<string, string>();
  function value(name: string): string {
    const maker = makers[name];
    if (!maker) throw new RangeError(`there is no value {${name}} for commands`);
    const known = made.get(name) ?? maker();
    made.set(name, known);
    return known;
  }
  /** Exports the model as the folder `model`. @returns the folder around it */
  function exported(format: string): string {
    const parent = join(scratch, format);
    const flags = ["--decode", "argmax", "--format", format, "--out", join(parent, "model")];
    const command = [value("cli"), "export", value("model"), ...flags];
    try {
      execFileSync(process.execPath, command, { stdio: "pipe" });
    } catch (error) {
      const { stderr } = error as { stderr?: Buffer };
      throw new Unavailable(`raretag export --format ${format}: ${String(stderr ?? error).trim()}`);
    }
    return parent;
  }
  return value;
}

function existing(path: string | undefined, advice: string): string {
  if (path !== undefined && existsSync(path)) return resolve(path);
  throw new Unavailable(`${path === undefined ? "not given" : `${path} is not there`}. ${advice}`);
}
