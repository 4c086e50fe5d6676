/** Models by their name on the Hugging Face Hub: from the cache, else from the network. */

import { CheckpointError } from "./error.js";
import { cachedModel, type Environment, hubCacheFolder, isModelId } from "./hubCache.js";
import { withoutNetwork } from "./hubErrors.js";
import type { DownloadProgress, Hub } from "./hubFile.js";

const HUB_URL = "https://huggingface.co";

/** How to reach the Hub; every field has a default. */
export interface HubOptions {
  /** default: that of Hugging Face's tools, see {@link hubCacheFolder} */
  readonly cacheFolder?: string | undefined;
  /** use the cache only; default: whether HF_HUB_OFFLINE is set */
  readonly offline?: boolean | undefined;
  /** access token for models that need one; default: HF_TOKEN */
  readonly token?: string | undefined;
  /** default: HF_ENDPOINT, else https://huggingface.co */
  readonly hubUrl?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly env?: Environment | undefined;
  /** called while a file arrives; in bytes */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * The folder of model `id`: from the cache where it is there whole, else downloaded (config.json, files
 * of the tokenizer, and model.safetensors or else pytorch_model.bin). A cached model is not looked up again.
 * @throws CheckpointError if it cannot be had, saying how to go on without network
 */
export async function fetchModel(id: string, options: HubOptions = {}): Promise<string> {
  if (!isModelId(id))
    throw new CheckpointError({ source: id }, "is no name of a model", "Give owner/name");
  const env = options.env ?? process.env;
  const cacheFolder = options.cacheFolder ?? hubCacheFolder(env);
  const cached = cachedModel(cacheFolder, id);
  if (cached !== undefined) return cached;
  if (options.offline ?? isOn(env.HF_HUB_OFFLINE))
    throw new CheckpointError(
      { source: id },
      `is neither a folder nor in the cache ${cacheFolder}, and the network is switched off`,
      withoutNetwork(id),
    );
  const token = options.token ?? env.HF_TOKEN ?? "";
  if (token !== "" && !token.startsWith("hf_"))
    throw new CheckpointError(
      { source: id },
      "was given an access token that does not start with hf_",
      "Copy the token from https://huggingface.co/settings/tokens",
    );
  const hubUrl = (options.hubUrl ?? (env.HF_ENDPOINT || HUB_URL)).replace(/\/+$/, "");
  const hub: Hub = {
    id,
    hubUrl,
    fetch: keepingToken(hubUrl, options.fetch ?? globalThis.fetch),
    onProgress: options.onProgress ?? (() => undefined),
    credentials: token === "" ? {} : { accessToken: token },
  };
  // The Hub's client is loaded here, as most runs find their model on disk.
  const { downloadModel } = await import("./hubModel.js");
  return downloadModel(hub, cacheFolder);
}

function isOn(value: string | undefined): boolean {
  return ["1", "on", "yes", "true"].includes((value ?? "").toLowerCase());
}

/** Tells the token to the Hub alone: its client would also send it where an answer of the Hub points to. */
function keepingToken(hubUrl: string, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== new URL(hubUrl).origin)
      request.headers.delete("authorization");
    return fetch(request);
  };
}
