import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Plan, StackPlan } from "../../planner/plan.ts";
import type { StateBackend } from "../../policy/estate.ts";
import type { NameScope } from "../names.ts";

/** The bindings say exactly 5.100.0; every later 5.x has what they know. */
const PROVIDER_VERSION = "~> 5.100";

/**
 * Of Terraform and of OpenTofu alike. The lock of a state in S3 is an object beside it from 1.10 on: what is older would
 * not know the key, and say so in other words.
 */
const REQUIRED_VERSION: Readonly<Record<StateBackend["kind"], string>> = { local: ">= 1.5", s3: ">= 1.10" };

export interface ZonekeepStackProps {
  readonly plan: Plan;
  readonly scope: NameScope;
  readonly stack: StackPlan;
  readonly state: StateBackend;
}

/**
 * One root module: one provider configuration, its own state, no reference to another stack. The provider
 * refuses to touch any account but the estate's.
 */
export class ZonekeepStack extends TerraformStack {
  constructor(app: Construct, { scope, stack, state }: ZonekeepStackProps) {
    super(app, stack.id);
    new AwsProvider(this, "aws", {
      region: stack.region,
      allowedAccountIds: [scope.account],
      defaultTags: [{ tags: { "zonekeep:site": stack.site } }],
    });
    this.addOverride("terraform.required_version", REQUIRED_VERSION[state.kind]);
    // The bindings say "aws", which Terraform takes for hashicorp/aws, and OpenTofu may not.
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSION);
    keepState(this, stack.id, state);
  }
}

function keepState(stack: TerraformStack, id: string, state: StateBackend): void {
  if (state.kind === "s3") {
    new S3Backend(stack, {
      bucket: state.bucket,
      key: `${state.prefix}${id}.tfstate`,
      region: state.region,
      encrypt: true,
    });
    // Newer than the bindings: a lock beside the state, without a DynamoDB table.
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
    return;
  }
  // Terraform runs in <out>/stacks/<id>; the state lies beside <out>, where removing the output leaves it.
  new LocalBackend(stack, { path: `../../../terraform.${id}.tfstate` });
}
