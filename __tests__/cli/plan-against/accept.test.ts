import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { DONE, repository } from "./repository.ts";

const { folder, git, commit, edit, plan, against } = repository();

describe("what weakens, destroys or cannot be taken back", () => {
  const WEAKER = "weakens: policy orders keeps every point for 14d (was 35d)\n";
  const HELP =
    "help: merge accept: [{ change: weakens, reason: ... }] in policy orders first, and take it out again with this change; or add --accept weakens\n";
  beforeEach(() => edit("orders", "retention: 35d", "retention: 14d"));

  test("is refused with what would let it pass, and the stacks are told all the same", async () => {
    const refused = `error: 1 change not accepted\n  ${WEAKER}  ${HELP}`;
    await expect(against("--affected")).resolves.toEqual({
      ...{ code: 1, stderr: refused, stdout: "site-eu-west-1\nsite-us-east-1\n" },
    });
    const { code, stdout, stderr } = await against("--json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: refused });
    expect(JSON.parse(stdout)).toMatchObject({
      class: "weakens",
      refused: 1,
      changes: [{ subject: { kind: "policy", id: "orders" }, path: "retention.keep", refused: true }],
    });
    await expect(against("--accept", "destroys,irreversible")).resolves.toMatchObject({
      code: 1,
      stderr: refused,
    });
  });

  test("passes on the command line", async () => {
    const { code, stdout, stderr } = await against("--accept", "irreversible, weakens");
    expect({ code, stderr }).toEqual(DONE);
    expect(stdout).toContain(
      "keeps every point for 14d (was 35d); accepted: --accept  policies/orders.yaml:11:12\n",
    );
    await expect(against("--accept", "destroys", "--accept", "weakens")).resolves.toMatchObject(DONE);
  });

  test("does not pass by a word that the change itself brings, and all formats say so", async () => {
    const word = "accept: [{ change: weakens, reason: smaller budget }]\n";
    edit("orders", "copies:", `${word}copies:`);
    const { code, stdout, stderr } = await against();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: [
        "error: 1 change not accepted",
        `  ${WEAKER.trimEnd()}`,
        "  help: the accept: [{ change: weakens, reason: ... }] in policy orders is not yet in force, it is in the change itself: merge it first, or add --accept-from-change",
        "  help: add --accept weakens\n",
      ].join("\n"),
    });
    expect(stdout).toContain("(was 35d); not yet in force, it is in the change itself: smaller budget  ");
    expect(stdout).toMatch(
      /^changes +policy orders +will let a later change that weakens pass: "smaller budget" /m,
    );
    for (const format of ["markdown", "html"]) {
      const told = await against("--format", format);
      expect(told).toMatchObject({ code: 1 });
      expect(told.stdout).toMatch(/not yet in force, it is in the change itself: .{0,9}smaller budget/);
    }
    expect(JSON.parse((await against("--json")).stdout).changes[0]).toMatchObject({
      ...{ refused: true, speaker: "policy orders", pending: "smaller budget" },
    });
    const own = await against("--accept-from-change");
    expect(own).toMatchObject(DONE);
    expect(own.stdout).toMatch(/\(was 35d\); accepted: smaller budget +policies\/orders.yaml:11:12\n/);
  });

  test("passes by a word of its policy that was merged before, once: the change takes it out", async () => {
    const word = "accept: [{ change: weakens, reason: smaller budget }]\n";
    git("checkout", "-q", "-f", "-b", "merged");
    edit("orders", "copies:", `${word}copies:`);
    edit("media", "copies:", `${word}copies:`);
    const alone = await against();
    expect(alone).toMatchObject(DONE);
    commit("words", {});
    edit("orders", "retention: 35d", "retention: 14d");
    const kept = await plan("--against", "merged");
    edit("orders", word, "");
    const spent = await plan("--against", "merged");
    commit("smaller budget", {});
    edit("orders", "retention: 14d", "retention: 7d");
    const later = await plan("--against", "merged~0");
    git("checkout", "-q", "-f", "main");
    git("branch", "-q", "-D", "merged");
    expect(kept).toMatchObject({ code: 1 });
    expect(kept.stdout).toContain("(was 35d); not taken out with this change: smaller budget  ");
    expect(kept.stderr).toContain(
      "help: take the accept: [{ change: weakens, reason: ... }] out of policy orders with this change: it lets one change pass, not all later ones\n",
    );
    expect(spent).toMatchObject(DONE);
    expect(spent.stdout).toMatch(/\(was 35d\); accepted: smaller budget +policies\/orders.yaml:11:12\n/);
    // What another policy may is not what this one may.
    expect(later).toMatchObject({ code: 1 });
    expect(later.stderr).toContain("help: merge accept: [{ change: weakens");
  });

  test("does not pass by a word in the first policies of all", async () => {
    edit("estate", "version: 1", "version: 1\naccept: [{ change: weakens, reason: x }]");
    for (const base of ["main~1", "0".repeat(40)])
      expect((await plan("--against", base, "--json")).stdout).not.toContain("no longer lets");
  });

  test("a site that goes destroys, and says how it would not: retired, it only weakens the policy", async () => {
    git("checkout", "-q", "-f", "main");
    rmSync(join(folder, "policies", "edge.yaml"));
    const gone = await against();
    expect(gone.stdout).toMatch(
      /^destroys +site us-east-1-bos-1a +leaves the plan with everything it keeps .*\(before\)$/m,
    );
    expect(gone.stderr).toMatch(
      /^policies\/estate\.yaml:6:14: warning\[ESTATE\] no policy uses us-east-1-bos-1a\n/,
    );
    expect(gone.stderr.slice(gone.stderr.indexOf("error:"))).toBe(
      [
        "error: 2 changes not accepted",
        "  destroys: site us-east-1-bos-1a leaves the plan with everything it keeps",
        "  help: take it out of edge-zones of the estate and write retired: { us-east-1-bos-1a: DATE }, the day its last point expires",
        "  help: merge accept: [{ change: destroys, reason: ... }] in estate.yaml first, and take it out again with this change; or add --accept destroys",
        "  weakens: policy edge is removed: it no longer protects anything",
        "  help: merge accept: [{ change: weakens, reason: ... }] in estate.yaml first, and take it out again with this change; or add --accept weakens\n",
      ].join("\n"),
    );
    const words = ["weakens", "destroys"].map((change) => `{ change: ${change}, reason: we left Boston }`);
    edit("estate", "version: 1", `version: 1\naccept: [${words.join(", ")}]`);
    await expect(against()).resolves.toMatchObject({ code: 1 });
    const accepted = await against("--accept-from-change");
    expect(accepted).toMatchObject({ code: 0 });
    expect(accepted.stdout).toMatch(/^destroys +site .* accepted: we left Boston /m);
    git("checkout", "-q", "-f", "main", "--", "policies/estate.yaml");
    edit("estate", "edge-zones: [us-east-1-bos-1a]", "retired: { us-east-1-bos-1a: 2027-01-31 }");
    const retired = await against("--accept", "weakens");
    expect(retired).toMatchObject(DONE);
    expect(retired.stdout).toMatch(
      /^changes +site us-east-1-bos-1a +is retired: keeps what it has until 2027-01-31/m,
    );
  });
});
