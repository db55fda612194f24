import {
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  TagResourceCommand,
} from "@aws-sdk/client-api-gateway";
import { MAKE, PUT } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import { MAX_TAGS, ORIGIN, originText, runOfPoint } from "../../kit/origin.ts";
import { livingPolicy } from "../../kit/resource-policy.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import type { Ids } from "../../protector.ts";
import { apiArn } from "../arn.ts";
import { apiNow, type Draft, labelOf } from "./draft.ts";
import { findLive, isBegun } from "./live.ts";
import { policyText } from "./settings.ts";
import { knownBy } from "./words.ts";

/** The other name that it comes back under. */
export function otherName({ request: { translation } }: Pick<Draft, "request">): string | undefined {
  const { source, document } = translation;
  return source.name === document.name ? undefined : document.name;
}

/** What the API's tag says while the restore goes on, and in the end. */
export function originOf(
  draft: Pick<Draft, "request">,
  deployed: readonly string[],
  making: boolean,
): string {
  const { translation, point } = draft.request;
  const run = making ? runOfPoint(point) : undefined;
  return originText(translation.source, otherName(draft), run, deployed);
}

/** Tags beside the one of ours: with as many as AWS takes, one has no room. */
function tagsBeside({ request: { translation } }: Draft): Record<string, string> {
  return Object.fromEntries(Object.entries(writableTags(translation.document.tags)).slice(0, MAX_TAGS - 1));
}

export function planCreate(draft: Draft): void {
  const { ports, request } = draft;
  const { source, document } = request.translation;
  const { settings, name, policy } = document;
  const living = livingPolicy(policy);
  const resource = labelOf(draft);
  const left = Object.keys(writableTags(document.tags)).slice(MAX_TAGS - 1);
  if (left.length > 0)
    draft.warnings.push(
      `${resource} has ${MAX_TAGS} tags, and one of zonekeep's takes the place of ${left.join(", ")}`,
    );
  draft.steps.push({
    title: `create ${resource}`,
    call: MAKE,
    effect: "create",
    perform: async (ids) => {
      const tags = { ...tagsBeside(draft), [ORIGIN]: originOf(draft, [], true) };
      const input = { ...settings, name, tags, ...(living !== undefined && { policy: policyText(living) }) };
      await attempt(ports.sleep, { resource, call: MAKE }, async () => {
        // An answer that was lost: what it made has our tag.
        const found = await findLive(ports, { source, as: otherName(draft), point: request.point });
        const { id } =
          found.find((one) => isBegun(one, request.point))?.api ??
          (await ports.gateway.send(new CreateRestApiCommand(input as unknown as CreateRestApiCommandInput)));
        if (id === undefined) throw new RestoreError(resource, MAKE, "answered without an id", AGAIN);
        remember(draft, id, ids);
      });
    },
  });
}

/** Its ARNs and its address there, by those of the source. */
function remember({ ports, request: { translation } }: Draft, id: string, ids: Ids): void {
  for (const [from, to] of knownBy(translation.source, { ...ports, id })) ids.set(from, to);
}

/** Tags of a live API that differ: those that the point does not have stay. */
export function planTags(draft: Draft): void {
  const { ports, request, live } = draft;
  const { document } = request.translation;
  const differing = differingTags(document.tags, live?.api.tags ?? {});
  const names = Object.keys(differing);
  if (live === undefined || names.length === 0) return;
  if (draft.isOurs && Object.keys(live.api.tags ?? {}).length + names.length > MAX_TAGS) return;
  const resource = labelOf(draft);
  draft.steps.push({
    title: `set tags ${names.join(", ")} of ${resource}`,
    call: PUT,
    effect: draft.isOurs ? "create" : "replace",
    perform: async (ids) => {
      const resourceArn = apiArn(ports, apiNow(draft, ids));
      await attempt(ports.sleep, { resource, call: PUT }, () =>
        ports.gateway.send(new TagResourceCommand({ resourceArn, tags: differing })),
      );
    },
  });
}

/** Says what the API stands for, and how far it is. */
export async function putOrigin(draft: Draft, ids: Ids, origin: string): Promise<void> {
  const { ports } = draft;
  const resourceArn = apiArn(ports, apiNow(draft, ids));
  await attempt(ports.sleep, { resource: labelOf(draft), call: PUT }, () =>
    ports.gateway.send(new TagResourceCommand({ resourceArn, tags: { [ORIGIN]: origin } })),
  );
}
