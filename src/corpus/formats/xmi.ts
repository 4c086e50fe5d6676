/** UIMA CAS XMI, as INCEpTION imports and exports it: one file a document, offsets in UTF-16 units. */

import type { Format } from "../format.js";
import { uniquePaths } from "./documentPaths.js";
import { LAYER_SETTINGS } from "./uima.js";
import { readXmi } from "./xmiRead.js";
import { type DeclaredType, typeSystem } from "./xmiTypes.js";
import { writeXmi } from "./xmiWrite.js";

/** The format `xmi`. A byte order mark is part of the encoding and not of a text, which stands in an attribute. */
export const xmi: Format = {
  name: "xmi",
  title: "UIMA CAS XMI",
  extensions: [".xmi"],
  looksLike: (_file, head) => /<(\w+:)?XMI\s/.test(head) && head.includes("http:///uima/cas.ecore"),
  settings: LAYER_SETTINGS,
  async *read(files, context) {
    for (const file of files) yield* readXmi(file, context);
  },
  holds: new Set(["text", "overlaps", "types", "words", "attributes", "relations", "meta"]),
  writer: {
    layout: "folder",
    extension: ".xmi",
    async *write(documents, context) {
      const pathOf = uniquePaths(context.onProblem);
      const declared = new Map<string, Set<string>>();
      const declare = ({ name, features }: DeclaredType) =>
        declared.set(name, new Set([...(declared.get(name) ?? []), ...features]));
      for await (const document of documents) {
        const { content, types } = writeXmi(document, context);
        types.forEach(declare);
        yield { file: `${pathOf(document.id)}.xmi`, content };
      }
      const all = Array.from(declared, ([name, features]) => ({ name, features }));
      yield { file: "TypeSystem.xml", content: typeSystem(all) };
    },
  },
};
