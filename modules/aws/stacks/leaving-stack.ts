import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { SiteKey } from "../constructs/site-key.ts";
import { SiteStore } from "../constructs/site-store.ts";
import { Vault } from "../constructs/vault.ts";
import { unitsOf } from "./units.ts";
import { ZonekeepStack, type ZonekeepStackProps } from "./zonekeep-stack.ts";

/** From which version on Terraform lets go of a resource without destroying it; a state in S3 asks for a later one. */
const LETS_GO = ">= 1.7";

/**
 * What deploys instead of a stack that left the plan: nothing, so that Terraform removes all that it held. Where points
 * lie and what opens them is let go of instead of destroyed: a key that is gone is every point gone, and
 * `prevent_destroy` protects only what is still written.
 */
export class LeavingStack extends ZonekeepStack {
  constructor(app: Construct, props: ZonekeepStackProps) {
    super(app, props);
    const kept = this.#addressesOfKept(props);
    if (kept.length === 0) return;
    if (props.state.kind === "local") this.addOverride("terraform.required_version", LETS_GO);
    this.addOverride(
      "removed",
      kept.map((from) => ({ from, lifecycle: { destroy: false } })),
    );
  }

  /** The constructs themselves say what they are made of: they are built, asked, and taken away again. */
  #addressesOfKept({ scope, stack }: ZonekeepStackProps): string[] {
    const { region, site } = stack;
    const before = new Set(this.node.children);
    for (const { kind } of unitsOf(stack, "key")) new SiteKey(this, kind, { ...scope, site, region });
    for (const { kind, minDays, maxDays } of unitsOf(stack, "vault"))
      new Vault(this, kind, { site, keyArn: "", lock: "governance", minDays, maxDays });
    for (const { kind } of unitsOf(stack, "store"))
      new SiteStore(this, kind, { ...scope, region, keyArn: "" });
    const built = this.node.children.filter((child) => !before.has(child));
    const addresses = built
      .flatMap(({ node }) => node.findAll())
      .filter((construct) => TerraformResource.isTerraformResource(construct))
      .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`);
    for (const { node } of built) this.node.tryRemoveChild(node.id);
    return addresses.sort();
  }
}
