/** Every format, in the order in which `auto` asks them. */

import type { Format } from "./format.js";
import { biocJson } from "./formats/biocJson.js";
import { biocXml } from "./formats/biocXml.js";
import { brat } from "./formats/brat.js";
import { conll } from "./formats/conll.js";
import { csv } from "./formats/csv.js";
import { docBin } from "./formats/docBin.js";
import { doccano, doccanoRelations } from "./formats/doccano.js";
import { huggingFace } from "./formats/huggingFace.js";
import { jsonl } from "./formats/jsonl.js";
import { labelStudio } from "./formats/labelStudio.js";
import { plainText } from "./formats/plainText.js";
import { prodigy } from "./formats/prodigy.js";
import { pubAnnotation } from "./formats/pubAnnotation.js";
import { pubtator } from "./formats/pubtator.js";
import { webAnno } from "./formats/webAnno.js";
import { xmi } from "./formats/xmi.js";

/** A new format is a line here. Plain text is last: nearly everything is text. */
export const FORMATS: readonly Format[] = [
  brat,
  jsonl,
  docBin,
  webAnno,
  xmi,
  biocXml,
  biocJson,
  pubAnnotation,
  pubtator,
  conll,
  doccano,
  doccanoRelations,
  labelStudio,
  prodigy,
  huggingFace,
  csv,
  plainText,
];

/** The format of a name. */
export const formatNamed = (name: string): Format | undefined =>
  FORMATS.find((format) => format.name === name);
