import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import type { DistributionDocument } from "../../../modules/protectors/cloudfront-distribution/document.ts";
import { cloudfrontDistribution } from "../../../modules/protectors/cloudfront-distribution/protector.ts";
import { arbitraryDistribution, BUCKETS, type MadeDistribution, NAMED } from "../arbitrary-distribution.ts";
import type { AnyCaptured, Conforming } from "../protector-conformance/conforming.ts";
import { SOURCE } from "../protector-conformance/conforming.ts";
import { CloudFrontPlace } from "./cloudfront-place.ts";

/** The distribution of a value, wherever CloudFront has drawn its id anew. */
function idIn({ cloudfront }: CloudFrontPlace, { id }: MadeDistribution): string | undefined {
  if (cloudfront.distributions.has(id)) return id;
  const origin = `${SOURCE.account}/${SOURCE.region}/${id}`;
  return [...cloudfront.distributions].find(([, { tags }]) => tags["zonekeep:origin"] === origin)?.[0];
}

function put(
  { cloudfront }: CloudFrontPlace,
  { id, config, functions, stores, tags }: MadeDistribution,
): void {
  for (const one of stores) cloudfront.keyValues.have(one.name, one.pairs, one.comment, one.id);
  for (const one of functions) cloudfront.haveFunction(one.name, structuredClone(one.config), one.code);
  cloudfront.have(id, structuredClone(config), tags);
}

function change(place: CloudFrontPlace, value: MadeDistribution, n: number): void {
  const { cloudfront } = place;
  const found = cloudfront.distributions.get(idIn(place, value) ?? "");
  if (found === undefined) throw new Error(`there is no distribution ${value.id}`);
  const config = structuredClone(found.config);
  const origins = (config.Origins?.Items ?? []).map((one) => ({
    ...one,
    CustomHeaders: {
      Quantity: 1,
      Items: [{ HeaderName: "x-origin-verify", HeaderValue: `changed-${n}` }],
    },
  }));
  found.config = {
    ...config,
    Comment: `changed-${n}`,
    DefaultRootObject: `changed-${n}.html`,
    Origins: { Quantity: origins.length, Items: origins },
    DefaultCacheBehavior: { ...config.DefaultCacheBehavior, Compress: n % 2 === 0 },
  } as DistributionConfig;
  found.etag = `changed-${n}`;
  for (const key of Object.keys(found.tags))
    if (!key.startsWith("zonekeep:")) found.tags[key] = `changed-${n}`;
  for (const { name } of value.stores) {
    const store = cloudfront.keyValues.stores.get(name);
    Object.assign(store ?? {}, { comment: `changed-${n}`, etag: `changed-${n}` });
    store?.pairs.set("changed", `changed-${n}`);
  }
  for (const { name, config: given } of value.functions) {
    const own = cloudfront.functions.get(name)?.live?.config ?? given;
    cloudfront.haveFunction(name, { ...own, Comment: `changed-${n}` }, `// changed-${n}`);
  }
}

function neighbours({ cloudfront }: CloudFrontPlace, { config }: MadeDistribution): () => unknown {
  const ids = ["ETHEIRS1", "ETHEIRS2"];
  for (const id of ids)
    cloudfront.have(
      id,
      {
        CallerReference: id,
        Comment: "theirs",
        Enabled: true,
        Origins: structuredClone(config.Origins),
        DefaultCacheBehavior: { TargetOriginId: "api", ViewerProtocolPolicy: "allow-all" },
        Aliases: { Quantity: 1, Items: [`${id.toLowerCase()}.example.com`] },
      },
      { owner: "they" },
    );
  cloudfront.keyValues.have("theirs", { theirs: "theirs" });
  cloudfront.haveFunction("theirs", { Comment: "", Runtime: "cloudfront-js-1.0" }, "// theirs");
  return () => ({
    distributions: ids.map((id) => structuredClone(cloudfront.distributions.get(id))),
    fn: structuredClone(cloudfront.functions.get("theirs")),
    store: structuredClone(cloudfront.keyValues.stores.get("theirs")),
  });
}

/** The document whole, without what CloudFront draws. */
function comparable({ document, secrets }: AnyCaptured): { document: unknown; secrets: unknown } {
  const { sealed = {} } = (secrets ?? {}) as { sealed?: Record<string, unknown> };
  const whole = structuredClone(document) as DistributionDocument;
  for (const [path, value] of Object.entries(sealed)) place(whole, path, value);
  const { id: _, name: __, arn: ___, domain: ____, account: _____, region: ______, ...content } = whole;
  // CloudFront draws the ids of stores too, which code names.
  const text = whole.stores?.reduce(
    (said, { arn }) => said.replaceAll(arn.slice(arn.lastIndexOf("/") + 1), "the-store"),
    JSON.stringify(content),
  );
  return { document: sorted(text === undefined ? content : JSON.parse(text)), secrets: undefined };
}

function place(target: object, path: string, value: unknown): void {
  const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  const last = keys.pop() ?? "";
  const found = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], target);
  (found as Record<string, unknown>)[last] = value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

const OF_LAMBDA =
  "CloudFront asks for it where a distribution calls a function of Lambda@Edge: no call of our own";

/** Distributions of CloudFront, as the suite of kinds takes them. */
export const conforming: Conforming<CloudFrontPlace, MadeDistribution> = {
  protector: cloudfrontDistribution,
  fake: (options) => new CloudFrontPlace(options),
  arbitrary: arbitraryDistribution,
  put,
  change,
  neighbours,
  comparable,
  idNow: idIn,
  map: () => ({ ...NAMED, ...BUCKETS }),
  secretsOf: ({ secrets }) => secrets,
  fires: (place, value) => {
    const id = idIn(place, value) ?? "";
    return place.cloudfront.distributions.get(id)?.config.Enabled === true ? [id] : [];
  },
  readOnlyFields: [],
  unseen: Object.fromEntries(
    ["lambda:GetFunction", "lambda:EnableReplication*", "lambda:DisableReplication*"]
      .map((action) => [action, OF_LAMBDA])
      .concat([
        ["iam:CreateServiceLinkedRole", OF_LAMBDA],
        [
          "wafv2:GetWebACL",
          "CloudFront asks for it where a distribution names a list of WAF: no call of our own",
        ],
      ]),
  ),
  tolerated: {},
  proven: { how: "against recorded shapes", by: ["__tests__/sandbox/cloudfront-distribution.test.ts"] },
  lost: [
    "its id and its name of cloudfront.net, which the result tells",
    "certificates, policies, key groups and access controls that it names",
    "ids of key-value stores, and tags of those and of CloudFront functions",
    "CloudFront functions in development",
    "what CloudFront has cached",
  ],
};
