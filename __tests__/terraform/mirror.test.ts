import { expect, test } from "vitest";
import { findMirror, impliedMirrors, type MirrorSearch } from "../../sandbox/terraform/mirror.ts";

const AWS = "registry.terraform.io/hashicorp/aws";

/** A machine on which the named folders hold the AWS provider. */
function machine(mirrors: readonly string[], rest: Partial<MirrorSearch> = {}): MirrorSearch {
  return {
    env: {},
    platform: "linux",
    home: "/home/ann",
    registry: "registry.terraform.io",
    namesIn: (folder) => (folder === "/opt" ? ["zeta", "alpha"] : []),
    isFolder: (path) => mirrors.some((mirror) => path === `${mirror}/${AWS}`),
    ...rest,
  };
}

test("the mirror that is set goes before all others", () => {
  const env = { ZONEKEEP_PROVIDER_MIRROR: "/mine" };
  expect(findMirror(machine(["/mine", "/home/ann/.terraform.d/plugins"], { env }))).toBe("/mine");
});

test("a mirror that is set and lacks the provider is an error, not a download", () => {
  const env = { ZONEKEEP_PROVIDER_MIRROR: "/empty" };
  expect(() => findMirror(machine(["/opt/alpha"], { env }))).toThrow(
    `ZONEKEEP_PROVIDER_MIRROR is /empty, which holds no ${AWS}: point it at a mirror`,
  );
});

test("Terraform's implied mirrors go before folders below /opt, and those in the order of their names", () => {
  const own = "/home/ann/.terraform.d/plugins";
  const system = "/usr/share/terraform/plugins";
  expect(findMirror(machine([own, system, "/opt/alpha"]))).toBe(own);
  expect(findMirror(machine([system, "/opt/alpha"]))).toBe(system);
  expect(findMirror(machine(["/opt/zeta", "/opt/alpha"]))).toBe("/opt/alpha");
});

test("without a mirror the registry is used", () => {
  expect(findMirror(machine([]))).toBeUndefined();
  expect(findMirror(machine(["/opt/alpha"], { registry: "registry.opentofu.org" }))).toBeUndefined();
});

test.each([
  [
    "linux",
    {},
    [
      "/home/ann/.terraform.d/plugins",
      "/home/ann/.local/share/terraform/plugins",
      "/usr/local/share/terraform/plugins",
      "/usr/share/terraform/plugins",
    ],
  ],
  [
    "linux",
    { XDG_DATA_HOME: "/data", XDG_DATA_DIRS: "/a:/b" },
    [
      "/home/ann/.terraform.d/plugins",
      "/data/terraform/plugins",
      "/a/terraform/plugins",
      "/b/terraform/plugins",
    ],
  ],
  [
    "darwin",
    {},
    [
      "/home/ann/.terraform.d/plugins",
      "/home/ann/Library/Application Support/io.terraform/plugins",
      "/Library/Application Support/io.terraform/plugins",
    ],
  ],
] as const)(
  "the implied mirrors on %s with %j are those that Terraform documents",
  (platform, env, folders) => {
    expect(impliedMirrors({ env, platform, home: "/home/ann", registry: "registry.terraform.io" })).toEqual(
      folders,
    );
  },
);
