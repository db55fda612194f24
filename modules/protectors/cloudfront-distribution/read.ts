import {
  type CloudFrontClient,
  DescribeFunctionCommand,
  type DistributionSummary,
  type FunctionStage,
  GetDistributionCommand,
  GetFunctionCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudfront";
import type { JsonObject } from "../../contract/json.ts";
import { CallError, call } from "../kit/calls.ts";
import { isObject } from "../kit/canonical.ts";
import { toJson } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import { edgeFunctionName } from "./arn.ts";
import type { DistributionDocument, EdgeFunction } from "./document.ts";
import type { KeyValueStoreClient } from "./stores/client.ts";

/** What reading a distribution asks. */
export interface DistributionReads {
  readonly cloudfront: Pick<CloudFrontClient, "send">;
  /** Of what key-value stores hold. */
  readonly keyValues: Pick<KeyValueStoreClient, "send">;
}

export const READ = "cloudfront:GetDistribution";
export const LIST = "cloudfront:ListDistributions";
const TAGS = "cloudfront:ListTagsForResource";
export const READ_FUNCTION = "cloudfront:DescribeFunction";

export interface ReadDistribution
  extends Pick<DistributionDocument, "id" | "arn" | "domain" | "enabled" | "config"> {
  /** Of this very configuration: a write names it. */
  readonly etag: string;
  /** What it was made with, and keeps. */
  readonly caller: string;
}

/** One call reads its configuration with the ETag of that. */
export async function readDistribution(
  { cloudfront }: DistributionReads,
  id: string,
): Promise<ReadDistribution> {
  const { Distribution: found, ETag: etag } = await call(READ, id, () =>
    cloudfront.send(new GetDistributionCommand({ Id: id })),
  );
  const { ARN: arn, DomainName: domain, DistributionConfig: config } = found ?? {};
  if (arn === undefined || domain === undefined || config === undefined || etag === undefined)
    throw new CallError(READ, id, new Error("answered without its ARN, domain, configuration or ETag"));
  return {
    ...{ id, arn, domain, etag },
    caller: config.CallerReference ?? "",
    enabled: config.Enabled === true,
    config: configOf(config),
  };
}

/** Without what is its own, and without what CloudFront says twice of its certificate. */
export function configOf(given: object): JsonObject {
  const { CallerReference: _, Enabled: __, ...config } = toJson(given) as JsonObject;
  const { ViewerCertificate: certificate, ...rest } = config;
  if (!isObject(certificate)) return config;
  const { Certificate: ___, CertificateSource: ____, ...kept } = certificate;
  return { ...rest, ViewerCertificate: kept };
}

/** Every distribution of the account, as the list shows it: with its behaviours. */
export async function readDistributions(
  { cloudfront }: DistributionReads,
  account: string,
): Promise<readonly DistributionSummary[]> {
  const found: DistributionSummary[] = [];
  const pages = everyPage(
    LIST,
    account,
    (Marker) => cloudfront.send(new ListDistributionsCommand({ ...(Marker !== undefined && { Marker }) })),
    ({ DistributionList: list }) => list?.NextMarker,
  );
  for await (const { DistributionList: list } of pages) found.push(...(list?.Items ?? []));
  return found;
}

export async function readTags(
  { cloudfront }: DistributionReads,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const { Tags: tags } = await call(TAGS, arn, () =>
    cloudfront.send(new ListTagsForResourceCommand({ Resource: arn })),
  );
  return Object.fromEntries((tags?.Items ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

export interface ReadEdgeFunction extends EdgeFunction {
  readonly etag: string;
}

/** A CloudFront function, as it is in one of its stages. */
export async function readEdgeFunction(
  { cloudfront }: DistributionReads,
  name: string,
  Stage: FunctionStage,
): Promise<ReadEdgeFunction> {
  const { FunctionSummary: found, ETag: etag = "" } = await call(READ_FUNCTION, name, () =>
    cloudfront.send(new DescribeFunctionCommand({ Name: name, Stage })),
  );
  const { FunctionCode: code } = await call("cloudfront:GetFunction", name, () =>
    cloudfront.send(new GetFunctionCommand({ Name: name, Stage })),
  );
  const { FunctionConfig: config, FunctionMetadata: { FunctionARN: arn } = {} } = found ?? {};
  if (config === undefined || arn === undefined || edgeFunctionName(arn) !== name || code === undefined)
    throw new CallError(READ_FUNCTION, name, new Error("answered without its ARN, configuration or code"));
  return {
    ...{ name, arn, etag },
    config: toJson(config) as JsonObject,
    code: Buffer.from(code).toString("utf8"),
  };
}
