import { TagResourceCommand } from "@aws-sdk/client-apigatewayv2";
import { MAKE } from "../../kit/api-methods.ts";
import { ORIGIN } from "../../kit/origin.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import { arnOfApi } from "../arn.ts";
import { originOf, tagsWithRoom } from "./create.ts";
import { addStep, type Draft } from "./draft.ts";

/** Tags that are there otherwise, or are not there. Those that the point does not have stay. */
export function planTags(draft: Draft): void {
  const { live, ports, request, resource, leftOut } = draft;
  const all = writableTags(request.translation.document.tags);
  const room = Object.fromEntries(tagsWithRoom(draft));
  const isMade = live === undefined || Object.hasOwn(live.tags, ORIGIN);
  const missing = Object.keys(all).filter((key) => isMade && !Object.hasOwn(room, key));
  if (missing.length > 0)
    leftOut.push(
      `tag ${missing.join(", ")} of ${resource}: with the tag ${ORIGIN}, which says what it stands for, it has as many as it can have`,
    );
  if (live === undefined) return;
  const tags = differingTags(isMade ? room : all, live.tags);
  if (Object.keys(tags).length === 0) return;
  addStep(draft, `set tags ${Object.keys(tags).join(", ")} of ${resource}`, MAKE, (api) =>
    ports.gateway.send(new TagResourceCommand({ ResourceArn: arnOfApi(ports, api), Tags: tags })),
  );
}

/** The last step: from then on it is one like any other. */
export function planUnmark(draft: Draft): void {
  const { ports, resource } = draft;
  addStep(draft, `unmark ${resource}: it is restored`, MAKE, (api) =>
    ports.gateway.send(
      new TagResourceCommand({ ResourceArn: arnOfApi(ports, api), Tags: { [ORIGIN]: originOf(draft) } }),
    ),
  );
}
