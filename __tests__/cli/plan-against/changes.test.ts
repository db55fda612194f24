import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runIn } from "../support/io.ts";
import { DONE, ENV, POLICIES, repository } from "./repository.ts";

const { folder, git, edit, plan, against } = repository();

describe("what differs from a revision", () => {
  test("is nothing while nothing is edited, also when comments and lines do", async () => {
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    edit("media", "retention: 30d\n", "retention: 30d # enough\n\n");
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    await expect(against("--affected")).resolves.toEqual({ ...DONE, stdout: "" });
    await expect(against("--affected", "--json")).resolves.toEqual({ ...DONE, stdout: "[]\n" });
    expect(JSON.parse((await against("--json")).stdout)).toEqual({
      ...{ class: null, refused: 0, changes: [], affected: [], leaving: [] },
    });
  });

  test("passes when it adds, and is told with its line and the stacks to deploy", async () => {
    edit("orders", "retention: 35d", "retention: 36d");
    await expect(against()).resolves.toEqual({
      ...DONE,
      stdout: [
        "CLASS  SUBJECT        WHAT                                 LINE",
        "adds   policy orders  keeps every point for 36d (was 35d)  policies/orders.yaml:11:12",
        "",
        "1 change; stacks to deploy: site-eu-west-1, site-us-east-1\n",
      ].join("\n"),
    });
    await expect(against("--affected")).resolves.toEqual({
      ...DONE,
      stdout: "site-eu-west-1\nsite-us-east-1\n",
    });
    const { stdout } = await against("--affected", "--json");
    expect(JSON.parse(stdout)).toEqual([
      { id: "site-eu-west-1", wave: 1, action: "deploy" },
      { id: "site-us-east-1", wave: 1, action: "deploy" },
    ]);
  });

  test("names the stacks that leave, each with the command that removes it", async () => {
    for (const name of ["edge", "media", "orders"]) edit(name, "copies: [eu-west-1]", "copies: []");
    const links = "ZONEKEEP_AGAINST=main npx cdktf deploy links-us-east-1";
    const site = "ZONEKEEP_AGAINST=main npx cdktf deploy site-eu-west-1";
    const accepted = ["--accept", "weakens,destroys"];
    expect((await against(...accepted)).stdout.split("\n").slice(-4)).toEqual([
      "5 changes; stacks to deploy: site-us-east-1, zone-us-east-1-bos-1a",
      `stack to remove: links-us-east-1: ${links}`,
      `stack to remove: site-eu-west-1: ${site}`,
      "",
    ]);
    const { affected, leaving, changes } = JSON.parse((await against(...accepted, "--json")).stdout);
    expect(affected.map(({ id }: { id: string }) => id)).not.toContain("links-us-east-1");
    expect(leaving).toEqual([
      { id: "links-us-east-1", wave: 2, command: links },
      { id: "site-eu-west-1", wave: 1, command: site },
    ]);
    const told = changes.find(({ path }: { path: string }) => path === "copies.eu-west-1");
    expect(told.stacks).toContain("links-us-east-1");
    const { stdout, stderr } = await against(...accepted, "--affected");
    expect(stdout).toBe("site-us-east-1\nzone-us-east-1-bos-1a\nlinks-us-east-1\nsite-eu-west-1\n");
    expect(stderr).toContain(`links-us-east-1 leaves the plan; remove it by ${links}\n`);
    const matrix = JSON.parse((await against(...accepted, "--affected", "--json")).stdout);
    expect(matrix.map(({ action }: { action: string }) => action)).toEqual([
      ...["deploy", "deploy", "remove", "remove"],
    ]);
    for (const format of ["markdown", "html"])
      expect((await against(...accepted, "--format", format)).stdout).toMatch(
        /Stack to remove: .*links-us-east-1.*ZONEKEEP_AGAINST=main npx cdktf deploy links-us-east-1/,
      );
  });

  test("tells where Terraform's state goes, and that every stack is deployed again", async () => {
    edit("estate", "state: local", "state: { s3: { bucket: our-state, region: us-east-1 } }");
    const { code, stdout } = await against();
    expect({ code, line: stdout.split("\n")[1], end: stdout.split("\n").at(-2) }).toEqual({
      code: 1,
      line: expect.stringMatching(
        /^widens +estate 123456789012 +keeps Terraform's state in s3:\/\/our-state\/zonekeep of us-east-1 \(was local files\)/,
      ),
      end: "1 change; stacks to deploy: site-eu-west-1, site-us-east-1, zone-us-east-1-bos-1a, links-us-east-1",
    });
    expect(JSON.parse((await against("--json")).stdout).changes[0].hint).toContain(
      "terraform init -migrate-state",
    );
  });

  test("is nothing when a policy's file is renamed or gets lines above", async () => {
    git("mv", "policies/orders.yaml", "policies/shop.yaml");
    edit("edge", "version: 1", "# more words\n\nversion: 1");
    await expect(against()).resolves.toEqual({ ...DONE, stdout: "nothing changes\n" });
    await expect(against("--affected")).resolves.toEqual({ ...DONE, stdout: "" });
    git("mv", "policies/shop.yaml", "policies/orders.yaml");
  });

  test("is everything for the commit that pipelines name before the first one", async () => {
    const { code, stdout } = await plan("--against", "0".repeat(40), "--affected");
    expect({ code, stacks: stdout.trim().split("\n").length }).toEqual({ code: 0, stacks: 4 });
  });

  test("is everything where the revision has no policies yet", async () => {
    const { code, stdout } = await plan("--against", "main~1", "--json");
    const { class: worst, changes, affected } = JSON.parse(stdout);
    expect({ code, worst, affected: affected.length }).toEqual({ code: 0, worst: "adds", affected: 4 });
    expect(changes.map(({ subject }: { subject: { id: string } }) => subject.id)).toEqual([
      ...["edge", "media", "orders", "eu-west-1", "us-east-1", "us-east-1-bos-1a"],
    ]);
  });

  test("is read from the same paths, also from a folder of the repository and for single files", async () => {
    edit("orders", "retention: 35d", "retention: 36d");
    const inside = (...args: string[]) =>
      runIn(join(folder, "policies"), ["plan", ...args, "--against", "main"], { env: ENV });
    expect((await inside(".")).stdout).toContain("36d (was 35d)  orders.yaml:11:12\n");
    expect((await inside("orders.yaml")).stdout).toContain("36d (was 35d)  orders.yaml:11:12\n");
    expect((await inside("media.yaml")).stdout).toBe("nothing changes\n");
    expect((await inside(join(folder, "policies"))).stdout).toContain("36d (was 35d)  orders.yaml:11:12\n");
    const { code, stderr } = await plan(POLICIES, "--against", "main");
    expect({ code, stderr: stderr.split("\n")[0] }).toEqual({
      code: 1,
      stderr: `error: ${POLICIES} lies outside of the repository`,
    });
  });
});
