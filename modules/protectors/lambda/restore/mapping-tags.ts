import { TagResourceCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { writableTags } from "../../kit/tags.ts";
import { arnOfMapping } from "../arn.ts";
import type { MappingDocument } from "../document.ts";
import { type Draft, overwriting } from "./draft.ts";
import { sourceLabel } from "./mapping-settings.ts";
import { mappingPart } from "./parts.ts";

/** One that is new got its tags at birth. Tags that are not in the point stay. */
export function planMappingTags(draft: Draft, there: MappingDocument, mapping: MappingDocument): void {
  const { ports, document, steps } = draft;
  const wanted = Object.entries(writableTags(mapping.tags ?? {}));
  const Tags = Object.fromEntries(wanted.filter(([key, value]) => there.tags?.[key] !== value));
  if (Object.keys(Tags).length === 0) return;
  const what = {
    resource: `${document.name}, mapping from ${sourceLabel(mapping.settings)}`,
    call: "lambda:TagResource",
  };
  const Resource = arnOfMapping(document.arn, there.uuid);
  steps.push({
    title: `set tags ${Object.keys(Tags).join(", ")} of the mapping from ${sourceLabel(mapping.settings)}`,
    call: what.call,
    effect: overwriting(draft),
    part: mappingPart(mapping),
    perform: async () => {
      await attempt(ports.sleep, what, () => ports.lambda.send(new TagResourceCommand({ Resource, Tags })));
    },
  });
}
