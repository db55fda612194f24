import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { translateDataProtection } from "../../../modules/protectors/kit/translate/findings-destination.ts";
import { translationScope } from "../../../modules/protectors/kit/translate/scope.ts";
import { findings, gathered } from "../../../modules/protectors/kit/translate/walk.ts";
import type { IdMap } from "../../../modules/protectors/protector.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

const LOGS = `arn:aws:logs:${SOURCE.region}:${SOURCE.account}:log-group:`;
const THERE = LOGS.replace(SOURCE.region, ELSEWHERE.region);
const STREAM = `arn:aws:firehose:${SOURCE.region}:${SOURCE.account}:deliverystream/`;

const policyOf = (group: string, stream: string, bucket: string): JsonObject => ({
  Name: "audited",
  Statement: [
    {
      Sid: "audit",
      DataIdentifier: ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
      Operation: {
        Audit: {
          FindingsDestination: {
            CloudWatchLogs: { LogGroup: group },
            Firehose: { DeliveryStream: stream },
            S3: { Bucket: bucket },
          },
        },
      },
    },
  ],
});

function translated(map: IdMap, target = ELSEWHERE) {
  const arn = `${LOGS}/shop/orders`;
  const scope = translationScope(
    { arn, name: "/shop/orders", ...SOURCE },
    { target, map },
    arn.replace(SOURCE.region, target.region),
  );
  const into = findings();
  const policy = translateDataProtection(
    policyOf("/audit", "audit", "audits"),
    "log group /shop/orders",
    scope,
    into,
  );
  return { policy, ...gathered(into) };
}

test("what a data protection policy tells its findings to is followed in the map by its ARN, though the policy has bare names", () => {
  const map = {
    [`${LOGS}/audit`]: `${THERE}/audit-there`,
    [`${STREAM}audit`]: `${STREAM.replace(SOURCE.region, ELSEWHERE.region)}audit-there`,
    "arn:aws:s3:::audits": "arn:aws:s3:::audits-there",
  };
  const { policy, warnings, missing, used } = translated(map);
  expect(policy).toEqual(policyOf("/audit-there", "audit-there", "audits-there"));
  expect([warnings, missing, used]).toEqual([[], [], Object.keys(map).sort()]);
});

test("a name that the map does not have stays, and is told with the ARN to map; at home nothing is", () => {
  const { policy, warnings, missing } = translated({});
  expect([policy, missing]).toEqual([policyOf("/audit", "audit", "audits"), []]);
  const told = ([noun, name, arn]: readonly string[]): string =>
    `log group /shop/orders tells what its data protection policy finds to ${noun} ${name}, by its name alone: ` +
    `there has to be one in ${ELSEWHERE.region}, or map ${arn} to another one`;
  expect(warnings).toEqual(
    [
      ["bucket", "audits", "arn:aws:s3:::audits"],
      ["delivery stream", "audit", `${STREAM}audit`],
      ["log group", "/audit", `${LOGS}/audit`],
    ].map(told),
  );
  expect(translated({}, SOURCE).warnings).toEqual([]);
});
