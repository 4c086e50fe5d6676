/** What tests of the Hub's client share: a fresh Hub and a fresh folder for each, and how they look at both. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { HubOptions } from "../src/checkpoints/hub.js";
import { COMMIT, type FakeHub, startFakeHub } from "./fakeHub.js";

/** Of the test that runs. */
export let folder: string;
/** Of the test that runs. */
export let hub: FakeHub;

/** Starts a Hub before each test of a file, and stops it after it. */
export function useFakeHub(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "raretag-hub-"));
    hub = await startFakeHub();
  });
  afterEach(async () => {
    await hub.close();
    await rm(folder, { recursive: true });
  });
}

/** Options that lead to the Hub of the test, with a cache in its folder. */
export const options = (more: HubOptions = {}): HubOptions => ({
  cacheFolder: join(folder, "cache"),
  hubUrl: hub.url,
  env: {},
  ...more,
});

/** Where the cache keeps the files of the model. */
export const snapshot = () => join(folder, "cache/models--some-lab--tiny-bert/snapshots", COMMIT);

/** Name and message of the error with which something ends. */
export const messageOf = (outcome: Promise<unknown>) =>
  outcome.then(
    () => "no error",
    (error: Error) => `${error.name}: ${error.message}`,
  );

/** The weights in a folder. */
export const weightsOf = (path: string) => readFileSync(join(path, "pytorch_model.bin"));
