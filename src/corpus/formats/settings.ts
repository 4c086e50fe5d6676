/** Settings of readers that have few values: one that they do not have is the user's mistake, not the file's. */

import { CorpusError } from "../error.js";
import { schemeNamed, TAG_SCHEMES, type TagScheme } from "./tags.js";

/** Refuses the value of a setting. @throws CorpusError always */
export function refuseSetting(name: string, value: string, advice: string): never {
  throw new CorpusError({ source: "--read" }, `${name} is ${JSON.stringify(value)}`, advice);
}

/** The scheme that the setting `scheme` names; undefined for `auto`. @throws CorpusError if there is none */
export function schemeSetting({ scheme }: Readonly<Record<string, string>>): TagScheme | undefined {
  if (scheme === undefined || scheme === "auto") return undefined;
  return (
    schemeNamed(scheme) ??
    refuseSetting("scheme", scheme, `It can be ${["auto", ...TAG_SCHEMES].join(", ")}`)
  );
}
