import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { writableTags } from "../../kit/tags.ts";
import { type Arguments, WhenArmed } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { wholeSeconds } from "../../kit/terraform/whole-seconds.ts";
import type { MappingDocument } from "../document.ts";
import { KAFKA_CONFIGS, mappingForm } from "../mapping-form.ts";
import { toQualifier } from "../restore/ids.ts";
import { hasQualifier } from "./aliases.ts";
import type { FunctionInTerraform } from "./draft.ts";

/** What the provider calls otherwise. */
const NAMES = {
  SourceAccessConfigurations: "source_access_configuration",
  Filters: "filter",
  URI: "uri",
  Destination: "destination_arn",
  SelfManagedEventSource: "",
};
/** Where it began to read says nothing once it does. */
const STARTS = ["starting_position", "starting_position_timestamp"];
/** What the provider of this version has no argument for, also within Kafka's own settings. */
const UNKNOWN = ["LoggingConfig", "SchemaRegistryConfig", "ConsumptionMode"];

/** Mappings, each disabled until somebody arms, unless it is enabled there already. */
export function mappingResources(draft: FunctionInTerraform): readonly TerraformResource[] {
  return draft.document.mappings.flatMap((mapping): TerraformResource[] => {
    const { uuid, qualifier, enabled, tags = {} } = mapping;
    if (qualifier !== undefined && !hasQualifier(draft, qualifier)) {
      draft.left.push(`its mapping ${uuid}: ${qualifier} is not there`);
      return [];
    }
    const importId = draft.ids.mappings.get(uuid);
    const now = draft.live?.mappings.find((one) => one.uuid === importId);
    const settings = mappingForm(draft.resolved(mapping.settings));
    const kafka = KAFKA_CONFIGS.map((name) => settings[name]).find(isObject);
    for (const field of UNKNOWN)
      if (settings[field] !== undefined || kafka?.[field] !== undefined)
        draft.left.push(`${field} of its mapping ${uuid}: the provider has no argument for it`);
    return [
      {
        type: "aws_lambda_event_source_mapping",
        key: keyOf(mapping),
        arguments: {
          function_name: functionOf(draft, qualifier),
          enabled: enabled ? new WhenArmed(true, false, now?.enabled) : false,
          ...words(startingAsThere(settings, now)),
          tags: writableTags(tags),
        },
        ...(now !== undefined && { importId: now.uuid }),
        ...(settings.StartingPosition !== undefined && { ignoreChanges: STARTS }),
      },
    ];
  });
}

/** One that is there started elsewhere, and to say so is to make another one. */
function startingAsThere(settings: JsonObject, now: MappingDocument | undefined): JsonObject {
  if (now === undefined) return settings;
  const { StartingPosition: _, StartingPositionTimestamp: __, ...rest } = settings;
  const { StartingPosition, StartingPositionTimestamp } = now.settings;
  return {
    ...rest,
    ...(StartingPosition !== undefined && { StartingPosition }),
    ...(StartingPositionTimestamp !== undefined && { StartingPositionTimestamp }),
  };
}

function words({ StartingPositionTimestamp: at, ...settings }: JsonObject): Arguments {
  const { SelfManagedEventSource: brokers } = settings;
  const endpoints = (
    brokers as { readonly Endpoints?: Readonly<Record<string, readonly string[]>> } | undefined
  )?.Endpoints;
  return {
    ...providerWords(settings, { ...NAMES, ...Object.fromEntries(UNKNOWN.map((field) => [field, ""])) }),
    starting_position_timestamp: wholeSeconds(at as string | undefined),
    ...(endpoints !== undefined && {
      self_managed_event_source: {
        endpoints: Object.fromEntries(
          Object.entries(endpoints).map(([kind, list]) => [kind, list.join(",")]),
        ),
      },
    }),
  };
}

function functionOf({ document: { arn }, ids }: FunctionInTerraform, qualifier: string | undefined): string {
  return qualifier === undefined ? arn : `${arn}:${toQualifier(qualifier, ids) ?? qualifier}`;
}

/** By what it reads, which is told from others of the function by that alone. */
function keyOf({ settings, qualifier }: MappingDocument): string {
  const { EventSourceArn: source } = settings;
  const of =
    typeof source === "string"
      ? source
          .replace(/\/stream\/.*$/, "")
          .split(":")
          .slice(5)
          .join("_")
      : "kafka";
  return [of, qualifier].filter(Boolean).join("_");
}
