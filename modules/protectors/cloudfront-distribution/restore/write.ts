import {
  CreateDistributionWithTagsCommand,
  type DistributionConfig,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { MAX_TAGS, ORIGIN, originText, runOfPoint } from "../../kit/origin.ts";
import { AGAIN, AGAIN_REPLACING, RestoreError } from "../../kit/restore-error.ts";
import { tagList, writableTags } from "../../kit/tags.ts";
import type { Ids } from "../../protector.ts";
import { formOfConfig } from "../form.ts";
import { findDistributions, liveDistribution } from "../live.ts";
import type { ReadDistribution } from "../read.ts";
import type { ConfigNow, Draft } from "./draft.ts";
import { hintOf } from "./hints.ts";
import { LOGS, NO_LOGS } from "./logs.ts";

export const CREATE = "cloudfront:CreateDistribution";
export const UPDATE = "cloudfront:UpdateDistribution";

type Creating = Pick<Draft, "ports" | "request" | "resource">;

/** Born disabled, so that it answers nobody, with the tag that says what it stands for. */
export async function createDistribution(draft: Creating, config: ConfigNow, ids: Ids): Promise<void> {
  const { ports, request, resource } = draft;
  const { source } = request.translation;
  const what = { resource, call: CREATE, hint: hintOf(AGAIN) };
  // CloudFront makes two of one reference never, and tells each other request by it.
  const reference = `zonekeep ${source.id} ${runOfPoint(request.point)} ${ports.now()}`;
  const tags = [...tagsWithRoom(draft), [ORIGIN, originOf(draft)] as const];
  const made = await attempt(ports.sleep, what, async () => {
    try {
      const { Distribution: found } = await ports.cloudfront.send(
        new CreateDistributionWithTagsCommand({
          DistributionConfigWithTags: {
            DistributionConfig: written(config(ids), reference, false),
            Tags: { Items: tagList(Object.fromEntries(tags)) },
          },
        }),
      );
      return { arn: found?.ARN, domain: found?.DomainName };
    } catch (error) {
      // The answer to the same request was lost.
      const own =
        error instanceof Error && error.name === "DistributionAlreadyExists" ? await ours(draft) : undefined;
      if (own === undefined) throw error;
      return own;
    }
  });
  if (made.arn === undefined || made.domain === undefined)
    throw new RestoreError(resource, CREATE, "answered without an ARN and a domain", AGAIN);
  ids.set(source.arn, made.arn).set(source.domain, made.domain);
}

async function ours({ ports, request: { translation } }: Creating): Promise<ReadDistribution | undefined> {
  const { source, document } = translation;
  const { ids } = await findDistributions(ports, {
    source,
    as: document.name === source.name ? undefined : document.name,
  });
  return ids[0] === undefined ? undefined : liveDistribution(ports, ids[0]);
}

/** A live one as it was, in place of the very configuration that was seen. It answers on while it is written. */
export async function updateDistribution(
  { ports, resource, request }: Creating,
  live: ReadDistribution,
  config: JsonObject,
  enabled: boolean,
): Promise<void> {
  const wanted = { ...config, ...kept(live, request.skip?.has(LOGS)) };
  await attempt(ports.sleep, { resource, call: UPDATE, hint: hintOf(AGAIN) }, async () => {
    try {
      await ports.cloudfront.send(
        new UpdateDistributionCommand({
          Id: live.id,
          IfMatch: live.etag,
          DistributionConfig: written(wanted, live.caller, enabled),
        }),
      );
    } catch (error) {
      if (!isOutdated(error)) throw error;
      const now = await liveDistribution(ports, live.id);
      // The answer to the same request was lost.
      if (now?.enabled === enabled && sameJson(formOfConfig(now.config), formOfConfig(wanted))) return;
      throw new RestoreError(resource, UPDATE, "it was changed meanwhile", AGAIN_REPLACING);
    }
  });
}

/** Whether CloudFront refuses a write, since something else was written after what it names. */
export function isOutdated(error: unknown): boolean {
  return error instanceof Error && /^(PreconditionFailed|InvalidIfMatchVersion)$/.test(error.name);
}

/** What a request holds, whole: CloudFront takes it in place of all that there is. */
export function written(config: JsonObject, reference: string, enabled: boolean): DistributionConfig {
  return {
    ...(config as unknown as DistributionConfig),
    CallerReference: reference,
    Enabled: enabled,
  };
}

/** Of a live one, what belongs to a policy of continuous deployment and to no point; and its logs, where a person leaves those out. */
function kept({ config }: ReadDistribution, logs = false): JsonObject {
  const { ContinuousDeploymentPolicyId: policy, Logging = NO_LOGS } = config;
  return {
    ...(policy !== undefined && { ContinuousDeploymentPolicyId: policy }),
    ...(logs && { Logging }),
  };
}

/** Tags of the point that a distribution which a restore has made can have. */
export function tagsWithRoom({ request }: Pick<Draft, "request">): readonly (readonly [string, string])[] {
  return Object.entries(writableTags(request.translation.document.tags)).slice(0, MAX_TAGS - 1);
}

function originOf({ request: { translation } }: Pick<Draft, "request">): string {
  const { source, document } = translation;
  return originText(source, document.name === source.name ? undefined : document.name);
}
