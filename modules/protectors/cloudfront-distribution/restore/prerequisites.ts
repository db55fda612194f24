import {
  GetCachePolicyCommand,
  GetCloudFrontOriginAccessIdentityCommand,
  GetFieldLevelEncryptionConfigCommand,
  GetKeyGroupCommand,
  GetOriginAccessControlCommand,
  GetOriginRequestPolicyCommand,
  GetResponseHeadersPolicyCommand,
  GetVpcOriginCommand,
} from "@aws-sdk/client-cloudfront";
import type { JsonObject } from "../../../contract/json.ts";
import { uniqueSorted } from "../../../core/source-order.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { isObject } from "../../kit/canonical.ts";
import { behavioursOf, itemsIn } from "../config.ts";
import type { DistributionReads } from "../read.ts";
import type { Draft } from "./draft.ts";

interface Needed {
  readonly noun: string;
  readonly call: string;
  readonly ids: (config: JsonObject) => readonly unknown[];
  readonly read: (cloudfront: DistributionReads["cloudfront"], Id: string) => Promise<unknown>;
}

const ofBehaviours =
  (member: string) =>
  (config: JsonObject): readonly unknown[] =>
    behavioursOf(config).map(([, one]) => one[member]);

const ofOrigins =
  (named: (origin: JsonObject) => unknown) =>
  (config: JsonObject): readonly unknown[] =>
    itemsIn(config.Origins).flatMap((one) => (isObject(one) ? [named(one)] : []));

/** `origin-access-identity/cloudfront/E127EXAMPLE51Z`, as an origin names one. */
function identityOf({ S3OriginConfig: bucket }: JsonObject): string | undefined {
  const name = isObject(bucket) ? bucket.OriginAccessIdentity : undefined;
  return typeof name === "string" ? name.slice(name.lastIndexOf("/") + 1) : undefined;
}

/** What CloudFront keeps apart, and many distributions use: by ids that it draws, those of AWS's own the same in all accounts. */
const NEEDED: readonly Needed[] = [
  {
    noun: "cache policy",
    call: "cloudfront:GetCachePolicy",
    ids: ofBehaviours("CachePolicyId"),
    read: (cloudfront, Id) => cloudfront.send(new GetCachePolicyCommand({ Id })),
  },
  {
    noun: "origin request policy",
    call: "cloudfront:GetOriginRequestPolicy",
    ids: ofBehaviours("OriginRequestPolicyId"),
    read: (cloudfront, Id) => cloudfront.send(new GetOriginRequestPolicyCommand({ Id })),
  },
  {
    noun: "response headers policy",
    call: "cloudfront:GetResponseHeadersPolicy",
    ids: ofBehaviours("ResponseHeadersPolicyId"),
    read: (cloudfront, Id) => cloudfront.send(new GetResponseHeadersPolicyCommand({ Id })),
  },
  {
    noun: "key group",
    call: "cloudfront:GetKeyGroup",
    ids: (config) => behavioursOf(config).flatMap(([, one]) => itemsIn(one.TrustedKeyGroups)),
    read: (cloudfront, Id) => cloudfront.send(new GetKeyGroupCommand({ Id })),
  },
  {
    noun: "origin access control",
    call: "cloudfront:GetOriginAccessControl",
    ids: ofOrigins(({ OriginAccessControlId: id }) => id),
    read: (cloudfront, Id) => cloudfront.send(new GetOriginAccessControlCommand({ Id })),
  },
  {
    noun: "origin access identity",
    call: "cloudfront:GetCloudFrontOriginAccessIdentity",
    ids: ofOrigins(identityOf),
    read: (cloudfront, Id) => cloudfront.send(new GetCloudFrontOriginAccessIdentityCommand({ Id })),
  },
  {
    noun: "VPC origin",
    call: "cloudfront:GetVpcOrigin",
    ids: ofOrigins(({ VpcOriginConfig: own }) => (isObject(own) ? own.VpcOriginId : undefined)),
    read: (cloudfront, Id) => cloudfront.send(new GetVpcOriginCommand({ Id })),
  },
  {
    noun: "field-level encryption",
    call: "cloudfront:GetFieldLevelEncryptionConfig",
    ids: ofBehaviours("FieldLevelEncryptionId"),
    read: (cloudfront, Id) => cloudfront.send(new GetFieldLevelEncryptionConfigCommand({ Id })),
  },
];

/** They are used as they are, and have to be there: no restore makes them. */
export async function planNeeded(draft: Draft, config: JsonObject): Promise<void> {
  const { ports, steps, blocked, resource } = draft;
  for (const { noun, call, ids, read } of NEEDED) {
    const named = ids(config).filter((one): one is string => typeof one === "string" && one !== "");
    for (const id of uniqueSorted(named)) {
      const what = { resource: `${noun} ${id} of ${resource}`, call };
      const found = await attemptOrNone(ports.sleep, what, () => read(ports.cloudfront, id));
      if (found !== undefined) steps.push({ title: `use ${noun} ${id}`, call, effect: "keep" });
      else
        blocked.push({
          because: "prerequisite",
          message: `${noun} ${id} of ${resource} is not there`,
          hint: `create one like it, and map ${id} to its id`,
        });
    }
  }
}
