import { readFileSync } from "node:fs";
import * as sdk from "@aws-sdk/client-apigatewayv2";
import { describe, expect, test } from "vitest";
import { compareApis } from "../../../modules/protectors/http-api/compare.ts";
import type { ApiKind } from "../../../modules/protectors/http-api/document.ts";
import { type Answers, ASKED, captureModel, modelAnswers, restoreModel } from "../../support/model-api.ts";
import { inputOf, leavesOf, operations, other, withLeaf } from "../../support/sdk-model.ts";

/** What makes an API, each once. */
const MADE_BY = [
  "CreateApi",
  "CreateApiMapping",
  "CreateAuthorizer",
  "CreateDeployment",
  "CreateIntegration",
  "CreateIntegrationResponse",
  "CreateModel",
  "CreateRoute",
  "CreateRouteResponse",
  "CreateStage",
];
const KINDS: readonly ApiKind[] = ["http-api", "websocket-api"];

const page = readFileSync(new URL("../../../docs/apis.md", import.meta.url), "utf8");

/** First column of the table below a heading; each row has its reason. */
function listed(heading: string): string[] {
  const [, below = ""] = page.split(`\n## ${heading}\n`);
  const rows = [...(below.split("\n## ")[0] ?? "").matchAll(/^\| `([^`]+)` \| (.{5,}) \|$/gm)];
  return rows.map(([, member = ""]) => member).sort();
}

function changed(answers: Answers, call: string, leaf: string): Answers {
  const answer = answers[call] ?? {};
  return { ...answers, [call]: withLeaf(answer, leaf, other) as Answers[string] };
}

/** What becomes of each member when it alone is another: that is how to know whether anybody looks at it. */
async function outcomes(kind: ApiKind) {
  const base = modelAnswers(kind);
  const was = await captureModel(kind, base);
  const found = { ignored: [] as string[], unlike: [] as string[] };
  for (const call of ASKED)
    for (const leaf of leavesOf(base[call])) {
      const is = await captureModel(kind, changed(base, call, leaf)).catch(() => undefined);
      if (is === undefined) continue;
      const name = `${call}.${leaf}`;
      if (JSON.stringify(is) === JSON.stringify(was)) found.ignored.push(name);
      else if (compareApis(was, is, {}, { armed: true }).length === 0) found.unlike.push(name);
    }
  return { ...found, wrote: await restoreModel(was) };
}

describe("of every member that API Gateway's model has", async () => {
  const found = await Promise.all(KINDS.map(outcomes));
  const [http, socket] = found;
  const ofBoth = (of: (one: (typeof found)[number]) => readonly string[]): string[] =>
    found
      .map(of)
      .reduce<string[]>(
        (all, some, at) => (at === 0 ? [...some] : all.filter((one) => some.includes(one))),
        [],
      );

  test("what a capture of no kind of API keeps is listed, with its reason", () => {
    expect(ofBoth(({ ignored }) => ignored).sort()).toEqual(listed("Read, and not kept"));
  });

  test("what is kept and not compared is listed, with its reason", () => {
    const unlike = [...new Set(found.flatMap((one) => one.unlike))];
    expect(unlike.sort()).toEqual(listed("Not compared"));
  });

  test("whatever a call could be told is told by a restore or by arming, or listed with its reason", () => {
    const silent = MADE_BY.flatMap((call) =>
      inputOf(call, sdk).flatMap((member) => {
        const name = `${call}.${member}`;
        return http?.wrote.has(name) || socket?.wrote.has(name) ? [] : [name];
      }),
    );
    expect(silent.sort()).toEqual(listed("Not written"));
  });
});

test("every call that reads is asked, or listed with its reason", () => {
  const others = operations(sdk).filter((name) => /^(Get|List|Export)/.test(name) && !ASKED.includes(name));
  expect(others).toEqual(listed("Not asked"));
});

test("every call that makes something is one of a restore's, or listed with its reason", () => {
  const others = operations(sdk).filter(
    (name) => /^(Create|Put|Import|Reimport)/.test(name) && !MADE_BY.includes(name),
  );
  expect(others).toEqual(listed("Not used"));
});
