import { Readable } from "node:stream";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { captureTriggers } from "../../../modules/protectors/user-pool-triggers/capture.ts";
import { readPool } from "../../../modules/protectors/user-pool-triggers/read.ts";
import { requireKnown } from "../../../modules/protectors/user-pool-triggers/write.ts";
import { ARN, FUNCTION, POOL, SOURCE } from "./place.ts";

/** The real client, over an answer as AWS gives it. */
function answering(UserPool: object) {
  const body = JSON.stringify({
    UserPool: { Id: POOL, Arn: ARN, LastModifiedDate: 1_700_000_000.5, ...UserPool },
  });
  const handle = async () => ({
    response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(body)]) },
  });
  return {
    cognito: new CognitoIdentityProviderClient({
      region: SOURCE.region,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "x" },
      requestHandler: { handle } as never,
    }),
  };
}

const KNOWN = {
  Name: "shop",
  LambdaConfig: { PreSignUp: FUNCTION },
  UserPoolTags: { "any:Key": "x" },
  Domain: null,
};

test("what AWS tells and the SDK does not know is named, at whatever depth, and nothing else is", async () => {
  expect((await readPool(answering(KNOWN), POOL)).dropped).toEqual([]);
  const newer = {
    ...KNOWN,
    PasskeyConfiguration: { Mode: "ON" },
    Policies: { PasswordPolicy: { MinimumLength: 8, MaximumAge: 90 } },
    LambdaConfig: { PreSignUp: FUNCTION, PostSignUp: FUNCTION },
    SchemaAttributes: [{ Name: "sub" }, { Name: "email", Masked: true }],
  };
  expect((await readPool(answering(newer), POOL)).dropped.toSorted()).toEqual([
    "LambdaConfig.PostSignUp",
    "PasskeyConfiguration",
    "Policies.PasswordPolicy.MaximumAge",
    "SchemaAttributes[].Masked",
  ]);
});

test("a pool with a setting that this version does not know is not written: it would lose it", async () => {
  const pool = await readPool(answering({ ...KNOWN, PasskeyConfiguration: { Mode: "ON" } }), POOL);
  expect(() => requireKnown(`user pool ${POOL}`, pool)).toThrow(
    "it has PasskeyConfiguration, which this version of zonekeep does not know",
  );
});

test("a trigger that this version does not know is told by the run", async () => {
  const reads = answering({ ...KNOWN, LambdaConfig: { PreSignUp: FUNCTION, PostSignUp: FUNCTION } });
  const item = { kind: "user-pool-triggers" as const, id: POOL, name: POOL, arn: ARN, related: [] };
  const found = await captureTriggers({ ...SOURCE, ...reads }, item);
  expect(found?.document.lambdaConfig).toEqual({ PreSignUp: FUNCTION });
  expect(found?.warnings).toEqual([
    `user pool ${POOL}: LambdaConfig.PostSignUp is not in the point, since this version of zonekeep does not know it; update zonekeep`,
  ]);
});
