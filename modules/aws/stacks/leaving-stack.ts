import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { MOST_GENERATIONS } from "../../contract/signing.ts";
import type { StackPlan } from "../../planner/plan.ts";
import { SigningKey, signingKeyId } from "../constructs/signing-key.ts";
import { SiteKey } from "../constructs/site-key.ts";
import { SiteStore } from "../constructs/site-store.ts";
import { Vault } from "../constructs/vault.ts";
import { ZonekeepStack, type ZonekeepStackProps } from "./zonekeep-stack.ts";

/** From which version on Terraform lets go of a resource without destroying it; a state in S3 asks for a later one. */
const LETS_GO = ">= 1.7";

/**
 * What a stack of a kind can hold that outlives it, under the ids its own class gives. Not asked of the plan's units: a
 * plan that leaves one out would have it destroyed, while a `removed` block of what the state lacks does nothing.
 */
const KEPT = {
  site: ["key", "signing", "vault", "store"],
  zone: ["key", "vault"],
  links: [],
} as const satisfies Record<StackPlan["kind"], readonly string[]>;

/** Days of a lock that is never made. */
const ANY_DAYS = 1;

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
    for (const kept of KEPT[stack.kind])
      switch (kept) {
        case "key":
          new SiteKey(this, kept, { ...scope, site, region });
          break;
        case "signing":
          for (let generation = 1; generation <= MOST_GENERATIONS; generation += 1)
            new SigningKey(this, signingKeyId(generation), { ...scope, region, generation, replaced: true });
          break;
        case "vault":
          new Vault(this, kept, {
            ...{ site, keyArn: "", lock: "governance", minDays: ANY_DAYS, maxDays: ANY_DAYS },
          });
          break;
        case "store":
          new SiteStore(this, kept, {
            ...{ ...scope, region, zones: [], keyArn: "" },
            longest: { days: ANY_DAYS, compliance: false },
          });
          break;
      }
    const built = this.node.children.filter((child) => !before.has(child));
    const addresses = built
      .flatMap(({ node }) => node.findAll())
      .filter((construct) => TerraformResource.isTerraformResource(construct))
      .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`);
    for (const { node } of built) this.node.tryRemoveChild(node.id);
    return addresses.sort();
  }
}
