import { expect, test } from "vitest";
import { readManifest, wavesOf } from "../../sandbox/terraform/manifest.ts";

const stack = (name: string, ...dependencies: string[]) => ({
  name,
  workingDirectory: `stacks/${name}`,
  dependencies,
});

test("a stack comes in the first wave after all it depends on", () => {
  const stacks = [
    stack("links", "east", "west"),
    stack("east"),
    stack("west"),
    stack("report", "links", "east"),
  ];
  expect(wavesOf(stacks).map((wave) => wave.map(({ name }) => name))).toEqual([
    ["east", "west"],
    ["links"],
    ["report"],
  ]);
});

test("stacks that wait for one another are named", () => {
  expect(() => wavesOf([stack("a", "b"), stack("b", "a"), stack("c")])).toThrow(
    "stacks wait for one another: a, b",
  );
});

test("a folder without a manifest is told to be synthesized first", async () => {
  await expect(readManifest("nowhere")).rejects.toThrow(
    "nowhere/manifest.json cannot be read: synthesize the stacks first",
  );
});
