import type { SiteId } from "../policy/policy.ts";

/**
 * The country that a region's data centres stand in, ISO 3166-1, as AWS names the region.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 * `eu-isoe-west-1` is not here: AWS does not say where it is.
 */
const COUNTRIES: Readonly<Record<string, readonly SiteId[]>> = {
  AE: ["me-central-1"],
  AU: ["ap-southeast-2", "ap-southeast-4"],
  BH: ["me-south-1"],
  BR: ["sa-east-1"],
  CA: ["ca-central-1", "ca-west-1"],
  CH: ["eu-central-2"],
  CN: ["cn-north-1", "cn-northwest-1"],
  DE: ["eu-central-1", "eusc-de-east-1"],
  ES: ["eu-south-2"],
  FR: ["eu-west-3"],
  GB: ["eu-west-2"],
  HK: ["ap-east-1"],
  ID: ["ap-southeast-3"],
  IE: ["eu-west-1"],
  IL: ["il-central-1"],
  IN: ["ap-south-1", "ap-south-2"],
  IT: ["eu-south-1"],
  JP: ["ap-northeast-1", "ap-northeast-3"],
  KR: ["ap-northeast-2"],
  MX: ["mx-central-1"],
  MY: ["ap-southeast-5"],
  NZ: ["ap-southeast-6"],
  SE: ["eu-north-1"],
  SG: ["ap-southeast-1"],
  TH: ["ap-southeast-7"],
  TW: ["ap-east-2"],
  US: [
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
  ],
  ZA: ["af-south-1"],
};

/** Members with a region. None lies in Iceland, Liechtenstein or Norway, so the EEA is the EU here. */
const UNION = ["DE", "ES", "FR", "IE", "IT", "SE"];
const UNIONS: Readonly<Record<string, readonly string[]>> = { EEA: UNION, EU: UNION };

const OF_REGION = new Map(
  Object.entries(COUNTRIES).flatMap(([country, regions]) => {
    const unions = Object.keys(UNIONS).filter((union) => UNIONS[union]?.includes(country));
    return regions.map((region) => [region, [country, ...unions]] as const);
  }),
);

/** Where a region's data lies in law: its country first, then the unions that it belongs to. Undefined: not known. */
export function jurisdictions(region: SiteId): readonly string[] | undefined {
  return OF_REGION.get(region);
}

/** Sorted. */
export const KNOWN_JURISDICTIONS: readonly string[] = [
  ...Object.keys(COUNTRIES),
  ...Object.keys(UNIONS),
].sort();
