import { describe, expect, test } from "vitest";
import { ACCOUNT, WEST } from "../../support/sample-plan.ts";
import { moduleOf, synthesized } from "../../support/synthesized.ts";
import { modules, plan } from "./sample.ts";

describe.each([...modules.keys()])("%s", (id) => {
  const module = moduleOf(modules, id);

  test("has one provider configuration, for the estate's account only", () => {
    const { region, site } = plan.stacks.find((stack) => stack.id === id) ?? {};
    expect(module.provider).toEqual({
      aws: [{ region, allowed_account_ids: [ACCOUNT], default_tags: [{ tags: { "zonekeep:site": site } }] }],
    });
    expect(module.terraform).toMatchObject({
      required_version: ">= 1.5",
      required_providers: { aws: { source: "hashicorp/aws", version: "~> 5.100" } },
    });
  });

  test("keeps its state beside the output folder", () => {
    expect(module.terraform.backend).toEqual({ local: { path: `../../../terraform.${id}.tfstate` } });
  });

  test("reads no other stack and names no folder of this machine", () => {
    expect(module.text).not.toMatch(/terraform_remote_state|"data":/);
    expect(module.text).not.toContain(process.cwd());
    expect(module.text).not.toMatch(/: "(\/(?!aws\/lambda\/)|[A-Z]:\\)/);
  });
});

test("the state lies in S3, encrypted and locked, when the estate says so, for a Terraform that knows the lock", () => {
  const state = { kind: "s3", bucket: "acme-state", region: WEST, prefix: "zonekeep/" } as const;
  const made = [...synthesized(plan, state)];
  expect(new Set(made.map(([, { terraform }]) => terraform.required_version))).toEqual(new Set([">= 1.10"]));
  const backends = made.map(([id, { terraform }]) => [id, terraform.backend]);
  expect(Object.fromEntries(backends)).toEqual(
    Object.fromEntries(
      plan.stacks.map(({ id }) => [
        id,
        {
          s3: {
            bucket: "acme-state",
            key: `zonekeep/${id}.tfstate`,
            region: WEST,
            encrypt: true,
            use_lockfile: true,
          },
        },
      ]),
    ),
  );
});

test.each([
  ["aws-cn", "amazonaws.com.cn"],
  ["aws-us-gov", "amazonaws.com"],
  ["aws-iso-b", "sc2s.sgov.gov"],
])("in %s every ARN is of that partition, and the names of hosts end with %s", (partition, suffix) => {
  for (const { text } of synthesized({ ...plan, partition }).values()) {
    expect(new Set(text.match(/arn:aws[a-z-]*:/g))).toEqual(new Set([`arn:${partition}:`]));
    const hosts = text.match(/\b(?:logs|s3|lambda|sqs)\.(?:us|eu)-\w+-1\.[a-z0-9.-]+/g) ?? [];
    expect(hosts.filter((host) => !host.endsWith(`-1.${suffix}`))).toEqual([]);
    expect(hosts).not.toEqual([]);
  }
});
