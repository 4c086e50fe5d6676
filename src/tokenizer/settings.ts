/** What a `tokenizer_config.json` says, as far as it changes the pieces of a text. */

import { z } from "zod";
import { checkShape, parseJson } from "./definition.js";

/** The special pieces of a BERT encoder; `mask` is missing from some vocabularies. */
export const SPECIAL_ROLES = ["unk", "sep", "pad", "cls", "mask"] as const;

/** Job of a special piece. */
export type SpecialRole = (typeof SPECIAL_ROLES)[number];

/** Settings beside a vocabulary; undefined where the file does not say. */
export interface TokenizerSettings {
  readonly lowercase: boolean | undefined;
  /** null: as `lowercase`. */
  readonly stripAccents: boolean | null | undefined;
  readonly splitChinese: boolean | undefined;
  /** Spelling of each special piece. */
  readonly special: Readonly<Record<SpecialRole, string>>;
}

const piece = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();

const settingsSchema = z.looseObject({
  do_lower_case: z.boolean().nullish(),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: z.boolean().nullish(),
  unk_token: piece,
  sep_token: piece,
  pad_token: piece,
  cls_token: piece,
  mask_token: piece,
});

/**
 * Reads the text of a `tokenizer_config.json`.
 * @param config undefined where there is no such file
 * @param source name of the file, for errors
 * @throws TokenizerError if it is not JSON or a setting has the wrong type
 */
export function parseSettings(config: string | undefined, source: string): TokenizerSettings {
  const raw = config === undefined ? {} : parseJson(config, source);
  checkShape(settingsSchema, raw, source);
  const settings = raw as z.infer<typeof settingsSchema>;
  const spelling = (role: SpecialRole) => {
    const given = settings[`${role}_token`];
    return typeof given === "string" ? given : (given?.content ?? `[${role.toUpperCase()}]`);
  };
  return {
    lowercase: settings.do_lower_case ?? undefined,
    stripAccents: settings.strip_accents,
    splitChinese: settings.tokenize_chinese_chars ?? undefined,
    special: Object.fromEntries(SPECIAL_ROLES.map((role) => [role, spelling(role)])) as Record<
      SpecialRole,
      string
    >,
  };
}
