import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareFunctions } from "../../../modules/protectors/lambda/compare.ts";
import { captureModel, changedAnswers, modelAnswers, restoreModel } from "../../support/model-function.ts";
import { answerOf, inputOf, leavesOf, operations } from "../../support/sdk-model.ts";

/** What a capture asks, but for the list of versions, whose members are GetFunction's. */
const ASKED = [
  "GetFunction",
  "ListAliases",
  "ListFunctionUrlConfigs",
  "ListFunctionEventInvokeConfigs",
  "ListProvisionedConcurrencyConfigs",
  "GetFunctionCodeSigningConfig",
  "GetFunctionRecursionConfig",
  "GetRuntimeManagementConfig",
  "GetFunctionScalingConfig",
  "GetEventSourceMapping",
  "ListTags",
  "GetPolicy",
  "GetLayerVersionByArn",
  "GetLayerVersionPolicy",
];
/** What makes a function, each once. */
const MADE_BY = [
  "CreateFunction",
  "CreateAlias",
  "CreateFunctionUrlConfig",
  "PutFunctionEventInvokeConfig",
  "PutFunctionConcurrency",
  "PutProvisionedConcurrencyConfig",
  "PutFunctionCodeSigningConfig",
  "PutFunctionRecursionConfig",
  "PutRuntimeManagementConfig",
  "PutFunctionScalingConfig",
  "CreateEventSourceMapping",
  "AddPermission",
  "PublishLayerVersion",
  "AddLayerVersionPermission",
];

const page = readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8");

/** First column of the table below a heading; each row has its reason. */
function listed(heading: string): string[] {
  const [, below = ""] = page.split(`\n## ${heading}\n`);
  const rows = [...(below.split("\n## ")[0] ?? "").matchAll(/^\| `([^`]+)` \| (.{5,}) \|$/gm)];
  return rows.map(([, member = ""]) => member).sort();
}

const base = modelAnswers(ASKED);
const leaves = ASKED.flatMap((call) => leavesOf(answerOf(call)).map((leaf) => ({ call, leaf })));

/** What becomes of each member when it alone is another: that is how to know whether anybody looks at it. */
async function outcomes() {
  const was = await captureModel(base);
  const wrote = await restoreModel(was);
  const found = {
    told: [] as string[],
    ignored: [] as string[],
    unlike: [] as string[],
    lost: [] as string[],
  };
  for (const { call, leaf } of leaves) {
    const name = `${call}.${leaf}`;
    const is = await captureModel(changedAnswers(base, call, leaf)).catch(() => undefined);
    if (is === undefined) found.told.push(name);
    else if (JSON.stringify(is) === JSON.stringify(was)) found.ignored.push(name);
    else {
      if (compareFunctions(was.document, is.document, {}, { armed: true }).length === 0)
        found.unlike.push(name);
      // What others of the answers point at cannot be another alone.
      const pointedAt = /\.Version$|Aliases\[\]\.Name$/.test(leaf);
      if (!pointedAt && (await restoreModel(is)).text === wrote.text) found.lost.push(name);
    }
  }
  return { found, wrote };
}

describe("of every member that Lambda's model has", async () => {
  const { found, wrote } = await outcomes();

  test("what a capture does not keep is listed, with its reason", () => {
    expect(found.ignored.sort()).toEqual(listed("Read, and not kept"));
  });

  test("what is kept and not compared is listed, with its reason", () => {
    expect(found.unlike.sort()).toEqual(listed("Not compared"));
  });

  test("whatever is kept is written by a restore", () => {
    expect(found.lost).toEqual([]);
  });

  test("a fault that Lambda tells in an answer, another function, a package of other bytes and a change meanwhile fail the capture", () => {
    expect(found.told.filter((name) => !/Error\.|NextMarker$/.test(name))).toEqual([
      "GetFunction.Configuration.FunctionArn",
      "GetFunction.Configuration.CodeSize",
      "GetFunction.Configuration.CodeSha256",
      "GetFunction.Configuration.RevisionId",
      "GetLayerVersionByArn.Content.CodeSha256",
      "GetLayerVersionByArn.Content.CodeSize",
    ]);
  });

  test("whatever a call could be told is told by a restore, or listed with its reason", () => {
    const silent = MADE_BY.flatMap((call) =>
      inputOf(call).flatMap((member) =>
        wrote.members.has(`${call}.${member}`) ? [] : [`${call}.${member}`],
      ),
    );
    expect(silent.sort()).toEqual(listed("Not written"));
  });
});

test("every call that reads is asked, or listed with its reason", () => {
  const others = operations().filter((name) => /^(Get|List)/.test(name) && !ASKED.includes(name));
  expect(others).toEqual(listed("Not asked"));
});

test("every call that makes or sets something is one of a restore's, or listed with its reason", () => {
  const others = operations().filter(
    (name) => /^(Create|Put|Add|Publish)/.test(name) && !MADE_BY.includes(name),
  );
  expect(others).toEqual(listed("Not used"));
});
