import { expect, test } from "vitest";
import { dnsSuffix } from "../../modules/core/dns-suffix.ts";
import zoneLock from "../../policies/zones.lock.json" with { type: "json" };

test.each([
  ["aws", "amazonaws.com"],
  ["aws-cn", "amazonaws.com.cn"],
  ["aws-eusc", "amazonaws.eu"],
  ["aws-iso", "c2s.ic.gov"],
  ["aws-iso-b", "sc2s.sgov.gov"],
  ["aws-iso-e", "cloud.adc-e.uk"],
  ["aws-iso-f", "csp.hci.ic.gov"],
  ["aws-us-gov", "amazonaws.com"],
])("hosts of %s end with %s", (partition, suffix) => {
  expect(dnsSuffix(partition)).toBe(suffix);
});

test("the partition of each region that the zone lock lists is known", () => {
  for (const { partition } of zoneLock.regions) expect(dnsSuffix(partition)).toMatch(/^[a-z0-9.-]+$/);
});

test.each(["aws-x", "constructor", ""])("partition %j is not guessed", (partition) => {
  expect(() => dnsSuffix(partition)).toThrow(`partition ${partition} is not known`);
});
