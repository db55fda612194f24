import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import { policyDocument, type Statement } from "../iam/statement.ts";
import { type RoleUse, roleName } from "../names.ts";

export interface RoleProps {
  readonly site: SiteId;
  readonly use: RoleUse;
  readonly description: string;
  /** Trust policy, as JSON. */
  readonly trust: string;
  readonly statements: readonly Statement[];
}

/** A role with one policy: what it may do is read in one place. */
export class Role extends Construct {
  readonly arn: string;
  /** What must exist before the role can be used. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { site, use, description, trust, statements }: RoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: roleName(site, use),
      description,
      assumeRolePolicy: trust,
    });
    this.policy = new IamRolePolicy(this, "Policy", {
      name: use,
      role: role.name,
      policy: policyDocument(statements),
    });
    this.arn = role.arn;
  }
}
