import * as sdk from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { secretRotation } from "../../../modules/protectors/secret-rotation/protector.ts";
import { secretRotationSpec } from "../../../modules/protectors/secret-rotation/spec.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { answerOf, inputOf, leavesOf, operations, other, withLeaf } from "../../support/sdk-model.ts";
import { ARN, arm, documentOf, FUNCTION, NAME, placeOf, plan, portsOf } from "./place.ts";

/** What of a secret a point does not hold, and why. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  CreatedDate: "AWS gives it",
  Description: "of the secret, which no restore makes",
  "ExternalSecretRotationMetadata[].Key": "of secrets that a partner rotates, and no function",
  "ExternalSecretRotationMetadata[].Value": "of secrets that a partner rotates, and no function",
  ExternalSecretRotationRoleArn: "of secrets that a partner rotates, and no function",
  KmsKeyId: "of the secret, which no restore makes",
  LastAccessedDate: "AWS gives it",
  LastChangedDate: "AWS gives it",
  LastRotatedDate: "AWS gives it",
  Name: "it is asked for by its name",
  NextRotationDate: "comes of the rules; arm tells it",
  OwningService: "of the secret, which no restore makes",
  PrimaryRegion: "a replica is told when it is to be restored",
  "ReplicationStatus[].KmsKeyId": "replicas are the secret's own",
  "ReplicationStatus[].LastAccessedDate": "replicas are the secret's own",
  "ReplicationStatus[].Region": "replicas are the secret's own",
  "ReplicationStatus[].Status": "replicas are the secret's own",
  "ReplicationStatus[].StatusMessage": "replicas are the secret's own",
  "RotationRules.AutomaticallyAfterDays": "comes of the expression, where there is one",
  "Tags[].Key": "of the secret, which no restore makes",
  "Tags[].Value": "of the secret, which no restore makes",
  Type: "of the secret, which no restore makes",
  "VersionIdsToStages.*[]": "of its values, which nobody reads",
};

/** What RotateSecret takes and is not told, and why. */
const NOT_SENT: Readonly<Record<string, string>> = {
  ClientRequestToken: "the SDK draws it",
  ExternalSecretRotationMetadata: "of secrets that a partner rotates",
  ExternalSecretRotationRoleArn: "of secrets that a partner rotates",
};

const { DeletedDate: _, ...LIVE } = answerOf("DescribeSecret", sdk);
const BASE: unknown = { ...LIVE, ARN, RotationLambdaARN: FUNCTION };

async function captureOf(answer: unknown) {
  const client = { send: async () => answer };
  const item = { kind: "secret-rotation" as const, id: NAME, name: NAME, arn: ARN, related: [] };
  return secretRotation.capture({ ...portsOf(placeOf()), client: () => client } as never, item, OPTIONS);
}

test("of every member that a secret has, what a point does not hold is listed with its reason, and the rest is compared", async () => {
  const was = await captureOf(BASE);
  const [ignored, told]: [string[], string[]] = [[], []];
  for (const leaf of leavesOf(BASE)) {
    const is = await captureOf(withLeaf(BASE, leaf, other)).catch(() => undefined);
    if (is === undefined) told.push(leaf);
    else if (JSON.stringify(is.document) === JSON.stringify(was?.document)) ignored.push(leaf);
    else if (was !== undefined)
      expect(secretRotation.differences(was.document, is.document, {}, { armed: true }), leaf).not.toEqual(
        [],
      );
  }
  expect(ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  expect(told).toEqual(["ARN"]);
});

test("RotateSecret is told all that it takes, and never to rotate at once", async () => {
  const place = placeOf();
  place.secrets.have(NAME);
  await arm(place, await plan(place, documentOf()));
  const [sent] = place.secrets.calls.filter(({ name }) => name === "RotateSecret");
  expect(sent?.input).toMatchObject({ RotateImmediately: false });
  const members = [...Object.keys(sent?.input ?? {}), ...Object.keys(NOT_SENT)];
  expect(members.sort()).toEqual(inputOf("RotateSecret", sdk).sort());
});

test("nothing of zonekeep may read a value, or write one", () => {
  const values = operations(sdk).filter((name) => /Value|^(Create|Delete|Restore|Update|Put)/.test(name));
  expect(values).toContain("GetSecretValue");
  const allowed = Object.values(secretRotationSpec.permissions).flatMap((all) =>
    all.map(({ action }) => action),
  );
  expect(allowed.filter((action) => values.includes(action.replace("secretsmanager:", "")))).toEqual([]);
});
