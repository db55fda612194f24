/**
 * What the host names of services end with, in each partition, as AWS's own SDKs are made with. Of the principals in
 * policies only few carry it: `logs.<region>` does, `lambda.amazonaws.com` is the same everywhere.
 */
const DNS_SUFFIX: Readonly<Record<string, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
  "aws-us-gov": "amazonaws.com",
};

export function isPartition(name: string): boolean {
  return Object.hasOwn(DNS_SUFFIX, name);
}

/** @throws Error for a partition that is not known: a name that is guessed would be a policy that never matches */
export function dnsSuffix(partition: string): string {
  const suffix = isPartition(partition) ? DNS_SUFFIX[partition] : undefined;
  if (suffix === undefined) throw new Error(`partition ${partition} is not known`);
  return suffix;
}
