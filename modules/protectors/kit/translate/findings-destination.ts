import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../canonical.ts";
import type { TranslationScope } from "./scope.ts";
import { translateValue } from "./value.ts";
import { type Findings, translateObject } from "./walk.ts";

/**
 * What a data protection policy tells its findings to, each by its bare name, with what stands before that in its ARN.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-policysyntax.html
 */
const DESTINATIONS: Readonly<
  Record<string, { noun: string; arn: (at: Readonly<Record<string, string>>) => string }>
> = {
  LogGroup: {
    noun: "log group",
    arn: ({ partition, region, account }) => `arn:${partition}:logs:${region}:${account}:log-group:`,
  },
  DeliveryStream: {
    noun: "delivery stream",
    arn: ({ partition, region, account }) => `arn:${partition}:firehose:${region}:${account}:deliverystream/`,
  },
  Bucket: { noun: "bucket", arn: ({ partition }) => `arn:${partition}:s3:::` },
};

/**
 * A data protection policy in the words of the destination. Names of what it tells its findings to are followed in the map by
 * their ARN; one that the map does not have stays, and is said: AWS looks for it where the policy is put.
 * @param whose `log group /shop/orders`
 */
export function translateDataProtection(
  policy: JsonObject,
  whose: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const entry = (key: string, value: Json, path: string): Json => {
    if (key === "FindingsDestination" && isObject(value)) return destinations(value, whose, scope, into);
    if (Array.isArray(value)) return value.map((one: Json, at) => entry("", one, `${path}[${at}]`));
    if (isObject(value)) return object(value, path);
    const parent = path.slice(0, path.length - key.length - 1);
    return translateObject({ [key]: value }, parent, scope, into)[key] ?? null;
  };
  const object = (value: JsonObject, path: string): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, entry(key, one, `${path}.${key}`)] as const),
    );
  return object(policy, "dataProtectionPolicy");
}

function destinations(given: JsonObject, whose: string, scope: TranslationScope, into: Findings): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([service, one]) => [
      service,
      isObject(one)
        ? Object.fromEntries(
            Object.entries(one).map(([key, name]) => [key, destinationNow(key, name, whose, scope, into)]),
          )
        : one,
    ]),
  ) as JsonObject;
}

function destinationNow(
  key: string,
  name: Json,
  whose: string,
  scope: TranslationScope,
  into: Findings,
): Json {
  const known = Object.hasOwn(DESTINATIONS, key) ? DESTINATIONS[key] : undefined;
  if (known === undefined || typeof name !== "string") return name;
  const { source, target } = scope;
  const was = `${known.arn({ ...source })}${name}`;
  const found = translateValue(was, scope);
  if (found.kind === "replaced") {
    if (found.by !== undefined) into.used.add(found.by);
    into.replaced.set(was, found.value);
    return found.value.slice(known.arn({ ...target, ...partsOf(found.value) }).length);
  }
  if (found.kind === "missing")
    into.warnings.add(
      `${whose} tells what its data protection policy finds to ${known.noun} ${name}, by its name alone: there has to be one ` +
        `in ${target.region}, or map ${was} to another one`,
    );
  return name;
}

/** A map may lead to another region or account than the restore does. */
function partsOf(arn: string): { readonly region?: string; readonly account?: string } {
  const [, , , region, account] = arn.split(":");
  return { ...(region && { region }), ...(account && { account }) };
}
