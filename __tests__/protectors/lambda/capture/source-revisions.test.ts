import { describe, expect, test } from "vitest";
import type { SourceRevisionRule } from "../../../../modules/contract/source-revision.ts";
import { sourceRevisions } from "../../../../modules/protectors/lambda/capture/source-revisions.ts";
import type { VersionRead } from "../../../../modules/protectors/lambda/capture/versions.ts";
import { captureFunction } from "../../../../modules/protectors/lambda/capture.ts";
import { bytesContent } from "../../../../modules/recovery/bytes.ts";
import { item, richFunction, SECRET } from "../../../support/rich-function.ts";
import { OPTIONS } from "../../../support/sample-request.ts";

const COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const OLDER = "00aa11bb22cc33dd44ee55ff66778899aabbccdd";

async function taken(rule: SourceRevisionRule, scope = OPTIONS.scope) {
  const source = richFunction();
  const fn = source.lambda.functions.get("orders");
  if (fn === undefined) throw new Error("it is not there");
  fn.tags = { ...fn.tags, "git-commit": COMMIT };
  fn.latest.config.Environment = { Variables: { API_KEY: SECRET, GIT_COMMIT: COMMIT } };
  const [nine, eight] = [fn.published.get("9"), fn.published.get("8")];
  if (nine === undefined || eight === undefined) throw new Error("versions are not there");
  nine.config.Environment = { Variables: { GIT_COMMIT: OLDER } };
  eight.code = fn.latest.code;
  const captured = await captureFunction(source.ports(), item, { ...OPTIONS, scope, sourceRevision: rule });
  return { revisions: captured?.sourceRevisions, warnings: captured?.warnings ?? [] };
}

describe("the source revision of a version", () => {
  test("is in its own environment variable", async () => {
    expect(await taken({ environment: "GIT_COMMIT" })).toEqual({
      revisions: { "9": OLDER, $LATEST: COMMIT },
      warnings: [],
    });
  });

  test("is in the function's tag where the version has the same code as the function now", async () => {
    expect((await taken({ tag: "git-commit" })).revisions).toEqual({ "8": COMMIT, $LATEST: COMMIT });
  });

  test("is that of its variable where there is a tag too", async () => {
    const both = await taken({ tag: "git-commit", environment: "GIT_COMMIT" });
    expect(both.revisions).toEqual({ "8": COMMIT, "9": OLDER, $LATEST: COMMIT });
  });

  test("is nowhere without a rule, and where nothing has what the rule names", async () => {
    expect((await taken({})).revisions).toBeUndefined();
    expect(await taken({ tag: "revision", environment: "REVISION" })).toEqual({
      revisions: undefined,
      warnings: [],
    });
  });

  test("is not taken from what may be a secret, which is told without its value", async () => {
    const { revisions, warnings } = await taken({ environment: "API_KEY" });
    expect(revisions).toBeUndefined();
    expect(warnings).toEqual([
      "variable API_KEY of $LATEST is not taken for its source revision: it is neither a commit nor a version, such as 1a2b3c4 or v1.4.2",
    ]);
  });

  test("is not looked for in variables under a policy that keeps none of their values", async () => {
    const scope = { ...OPTIONS.scope, configuration: "without-environment" as const };
    expect((await taken({ environment: "GIT_COMMIT" }, scope)).revisions).toBeUndefined();
    expect((await taken({ tag: "git-commit" }, scope)).revisions).toMatchObject({ $LATEST: COMMIT });
  });
});

describe("a label of an image", () => {
  const rule = { imageLabel: "org.opencontainers.image.revision", environment: "GIT_COMMIT" };
  const ofImage = (configuration: string): VersionRead => ({
    document: {
      ...{ version: "3", codeSha256: "ab".repeat(32), codeSize: 1, configuration: {}, environment: [] },
      image: { repository: "r", mediaType: "m", manifestSize: 1, parts: [] },
    },
    content: bytesContent(Buffer.from("manifest")),
    parts: [bytesContent(Buffer.from(configuration)), bytesContent(Buffer.from("layer"))],
    variables: { GIT_COMMIT: OLDER },
    layers: [],
  });
  const revisionsOf = async (configuration: unknown) =>
    (
      await sourceRevisions(
        rule,
        [ofImage(typeof configuration === "string" ? configuration : JSON.stringify(configuration))],
        {},
        true,
      )
    ).revisions;

  test("counts before a variable", async () => {
    const Labels = { "org.opencontainers.image.revision": COMMIT };
    expect(await revisionsOf({ config: { Labels } })).toEqual({ "3": COMMIT });
  });

  test.each([
    ["no labels", { config: { Labels: null } }],
    ["a label that is no text", { config: { Labels: { "org.opencontainers.image.revision": 7 } } }],
    ["no configuration of a container", {}],
    ["a configuration that is no JSON", "configuration of app"],
  ])("is not there in an image with %s", async (_what, configuration) => {
    expect(await revisionsOf(configuration)).toEqual({ "3": OLDER });
  });
});
