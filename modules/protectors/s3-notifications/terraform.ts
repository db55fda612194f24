import type { JsonObject } from "../../contract/json.ts";
import { renamed } from "../kit/renamed.ts";
import type { Arguments } from "../kit/terraform/argument.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { type Configuration, LISTS, type List, type NotificationsDocument } from "./document.ts";
import { destinationOf, entryRule } from "./entry.ts";
import { entriesOf, holdsEntries, mergeNotifications } from "./merge.ts";

const BLOCKS: Readonly<Record<List, readonly [block: string, argument: string]>> = {
  LambdaFunctionConfigurations: ["lambda_function", "lambda_function_arn"],
  QueueConfigurations: ["queue", "queue_arn"],
  TopicConfigurations: ["topic", "topic_arn"],
};

/** All that a bucket tells: the provider has one resource for it, so what others wrote there is in it as it is now. */
export const s3NotificationsInTerraform: TerraformKind<NotificationsDocument> = {
  form: ({ document: { bucket, arn, configuration }, live, isThere, ids }) => {
    if (!isThere) return { resources: [], left: [`bucket ${bucket} is not there`] };
    const ours = renamed(configuration as JsonObject, ids, { from: arn, to: arn }) as Configuration;
    // One that tells nobody is on no list.
    const there = live?.configuration ?? {};
    const all = mergeNotifications(there, ours);
    const isWhole = holdsEntries(there, ours);
    const others = Object.keys(LISTS).some(
      (list) => entriesOf(all, list as List).length > entriesOf(ours, list as List).length,
    );
    return {
      resources: [
        {
          type: "aws_s3_bucket_notification",
          key: "",
          arguments: {
            bucket,
            eventbridge: all.EventBridgeConfiguration !== undefined,
            ...Object.fromEntries(
              Object.entries(BLOCKS).flatMap(([list, [block, argument]]) => {
                const entries = entriesOf(all, list as List).map((entry) => wordsOf(entry, argument));
                return entries.length === 0 ? [] : [[block, entries] as const];
              }),
            ),
          },
          ...(isWhole && { importId: bucket }),
          opens: true,
        },
      ],
      left: [],
      ...(others && {
        warnings: [
          `bucket ${bucket} tells others too: Terraform owns all that it tells, theirs as it is now`,
        ],
      }),
    };
  },
};

function wordsOf(entry: JsonObject, argument: string): Arguments {
  const { Id: id, Events: events } = entry;
  const [prefix, suffix] = [entryRule(entry, "prefix"), entryRule(entry, "suffix")];
  return {
    id: typeof id === "string" ? id : undefined,
    [argument]: destinationOf(entry),
    events: events as readonly string[],
    filter_prefix: prefix === "" ? undefined : prefix,
    filter_suffix: suffix === "" ? undefined : suffix,
  };
}
