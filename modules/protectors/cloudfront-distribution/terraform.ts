import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import type { JsonObject } from "../../contract/json.ts";
import { functionOf } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { sameJson } from "../kit/canonical.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { Given, WhenArmed } from "../kit/terraform/argument.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import type { IdMap } from "../protector.ts";
import { itemsIn, lambdasOf } from "./config.ts";
import { type DistributionDocument, type EdgeFunction, SEALED } from "./document.ts";
import { formOfFunction } from "./form.ts";
import { readEdgeFunction } from "./read.ts";
import { KeyValueStoreClient } from "./stores/client.ts";
import { readingNow, storesNamed } from "./stores/named.ts";
import { readStores } from "./stores/read.ts";
import { configWords } from "./terraform/config.ts";

/** What `besideIds` notes of a CloudFront function that is there. */
const SAME = "same";
const OTHER = "other";

/**
 * A distribution, disabled until somebody arms unless it answers there already. CloudFront functions may be named by others
 * as well: those that are there are used, not owned.
 */
export const distributionInTerraform: TerraformKind<DistributionDocument> = {
  sealed: SEALED,
  besideIds: async (ports, { functions, stores = [] }) => {
    const reads = {
      cloudfront: ports.client(CloudFrontClient),
      keyValues: ports.client(KeyValueStoreClient),
    };
    const listed = stores.length === 0 ? [] : await readStores(reads, ports.account);
    const there = Object.fromEntries(
      stores.flatMap(({ arn, name }) => {
        const now = listed.find((one) => one.Name === name)?.ARN;
        return now === undefined ? [] : [[arn, now] as const];
      }),
    );
    const found: [string, string][] = [];
    for (const one of functions) {
      const live = await orNone(() => readEdgeFunction(reads, one.name, "LIVE"));
      if (live === undefined) continue;
      const wanted = readingNow(one, there);
      found.push([one.arn, sameJson(formOfFunction(live), formOfFunction(wanted)) ? SAME : OTHER]);
    }
    return { ...there, ...Object.fromEntries(found) };
  },
  form: ({ document, live, ids, imports }) => {
    const { arn, domain, enabled, tags } = document;
    const config = renamed(document.config, ids, { from: arn, to: arn }) as JsonObject;
    const { words, unknown } = configWords(config);
    const away = goneVersions(config, ids);
    const made = document.functions.filter((one) => imports[one.arn] === undefined);
    const emptied = (document.stores ?? []).filter(
      ({ arn: store }) => imports[store] === undefined && storesNamed(made).includes(store),
    );
    if (unknown.length + away.length + emptied.length > 0)
      return {
        resources: [],
        left: [
          ...unknown.map((member) => `its ${member}: the provider has no argument for it`),
          ...away.map(
            (version) => `it calls ${version}, which is not there, and Terraform publishes no version`,
          ),
          ...emptied.map(
            ({ name }) =>
              `key-value store ${name}, which its functions read by an id that CloudFront draws, is not there: restore it first`,
          ),
        ],
      };
    const distribution: TerraformResource = {
      type: "aws_cloudfront_distribution",
      key: "",
      arguments: {
        enabled: enabled && new WhenArmed(true, false, live?.enabled),
        ...words,
        tags: writableTags(tags),
      },
      ...(live !== undefined && { importId: live.id }),
      exports: { [live?.arn ?? arn]: "arn", [live?.domain ?? domain]: "domain_name" },
    };
    const others = document.functions.filter((one) => imports[one.arn] === OTHER);
    return {
      resources: [distribution, ...made.map((one) => functionResource(readingNow(one, imports)))],
      left: others.map(
        ({ name }) =>
          `CloudFront function ${name}: it is there and says otherwise, and other distributions may name it`,
      ),
    };
  },
};

/** Code is where people write the passwords that it asks for. */
function functionResource({ name, arn, config, code }: EdgeFunction): TerraformResource {
  const { Comment: comment, Runtime: runtime, KeyValueStoreAssociations: stores } = config;
  const read = itemsIn(stores).map((one) => String((one as JsonObject).KeyValueStoreARN));
  return {
    type: "aws_cloudfront_function",
    key: name,
    arguments: {
      name,
      runtime: String(runtime),
      publish: true,
      code: new Given(`function_${name}`, `code of CloudFront function ${name}`, "string", code),
      ...(typeof comment === "string" && comment !== "" && { comment }),
      ...(read.length > 0 && { key_value_store_associations: read }),
    },
    exports: { [arn]: "arn" },
  };
}

/** Versions that it calls of functions that come with it, and that nobody has published there. */
function goneVersions(config: JsonObject, ids: IdMap): readonly string[] {
  const coming = new Set(Object.values(ids));
  return lambdasOf(config)
    .map(({ text }) => text)
    .filter((version) => coming.has(functionOf(version)) && !coming.has(version));
}
