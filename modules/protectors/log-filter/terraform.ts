import type { JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, type Arguments, OwnAttribute } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import { type LogGroupDocument, SEALED } from "./document.ts";
import { filterForm } from "./form.ts";
import { nameOf } from "./read.ts";

const GROUP = "aws_cloudwatch_log_group";
/** What the provider of this version has no argument for, of a group and of its filters. */
const UNKNOWN = ["retentionPolicyName", "deletionProtectionEnabled", "bearerTokenAuthenticationEnabled"];
const UNKNOWN_OF_FILTER = [
  "applyOnTransformedLogs",
  "emitSystemFields",
  "emitSystemFieldDimensions",
  "fieldSelectionCriteria",
];

/** A log group with its filters. Subscription filters let its events out: they are made when somebody arms. */
export const logFilterInTerraform: TerraformKind<LogGroupDocument> = {
  sealed: SEALED,
  form: ({ document, live, ids }) => {
    const { name, arn, settings, metricFilters, subscriptionFilters, tags } = document;
    const left = UNKNOWN.filter((field) => settings[field] !== undefined).map(
      (field) => `its ${field}: the provider has no argument for it`,
    );
    if (document.transformer !== undefined) left.push("its transformer: the provider has no resource for it");
    const group: TerraformResource = {
      type: GROUP,
      key: "",
      arguments: {
        name,
        ...providerWords(settings, Object.fromEntries(UNKNOWN.map((field) => [field, ""]))),
        tags: writableTags(tags),
      },
      ...(live !== undefined && { importId: name }),
      exports: { [arn]: "arn" },
    };
    const of = { log_group_name: new OwnAttribute(GROUP, "", "name") };
    const policy = (field: "dataProtectionPolicy" | "indexPolicy", type: string): TerraformResource[] => {
      const value = document[field];
      if (value === undefined) return [];
      const there = live?.[field] !== undefined && { importId: name };
      return [{ type, key: "", arguments: { ...of, policy_document: exactText(value) }, ...there }];
    };
    const filters = (list: "metricFilters" | "subscriptionFilters", all: readonly JsonObject[]) =>
      all.flatMap((one): TerraformResource[] => {
        const filter = filterForm(renamed(one, ids, { from: arn, to: arn }) as JsonObject);
        const unknown = UNKNOWN_OF_FILTER.filter((field) => filter[field] !== undefined);
        if (unknown.length > 0) {
          left.push(`its filter ${nameOf(one)}: the provider has no argument for ${unknown.join(", ")}`);
          return [];
        }
        const there = live?.[list].find((each) => nameOf(each) === nameOf(one));
        const isMetric = list === "metricFilters";
        if (!isMetric && there !== undefined && !sameJson(filterForm(there), filter)) {
          left.push(`its filter ${nameOf(one)}: ${SAYS_OTHERWISE}`);
          return [];
        }
        return [
          {
            type: isMetric ? "aws_cloudwatch_log_metric_filter" : "aws_cloudwatch_log_subscription_filter",
            key: nameOf(one),
            arguments: {
              name: nameOf(one),
              ...of,
              ...(isMetric ? metricWords(filter) : subscriptionWords(filter)),
            },
            ...(there !== undefined && { importId: `${name}${isMetric ? ":" : "|"}${nameOf(one)}` }),
            ...(!isMetric && { opens: true }),
          },
        ];
      });
    return {
      resources: [
        group,
        ...policy("dataProtectionPolicy", "aws_cloudwatch_log_data_protection_policy"),
        ...policy("indexPolicy", "aws_cloudwatch_log_index_policy"),
        ...filters("metricFilters", metricFilters),
        ...filters("subscriptionFilters", subscriptionFilters),
      ],
      left,
    };
  },
};

function metricWords({ filterPattern, metricTransformations }: JsonObject): Arguments {
  const [transformation] = Array.isArray(metricTransformations) ? metricTransformations : [];
  const { dimensions, ...rest } = isObject(transformation) ? transformation : {};
  return {
    pattern: String(filterPattern ?? ""),
    metric_transformation: {
      ...providerWords(rest, { metricName: "name", metricNamespace: "namespace", metricValue: "value" }),
      dimensions: dimensions as Argument,
    },
  };
}

function subscriptionWords({ filterName: _, filterPattern, ...filter }: JsonObject): Arguments {
  return { filter_pattern: String(filterPattern ?? ""), ...providerWords(filter) };
}
