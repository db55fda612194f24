import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
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
  /**
   * More than fits: the policies of a role itself hold 10,240 characters together, each that is attached 6,144, and ten
   * can be. By default none.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  readonly attached?: readonly Statement[];
}

/** Characters of a policy that is attached, with some for what Terraform puts in. */
const MAX_ATTACHED = 5_800;

/** A role with one policy: what it may do is read in one place. What grows with the kinds is attached to it. */
export class Role extends Construct {
  readonly arn: string;
  /** Of its id, which a role that is made again under its name has another one of. */
  readonly idAddress: string;
  /** What must exist before the role can be used: all that is attached comes before it. */
  readonly policy: IamRolePolicy;

  constructor(
    scope: Construct,
    id: string,
    { site, use, description, trust, statements, attached = [] }: RoleProps,
  ) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: roleName(site, use),
      description,
      assumeRolePolicy: trust,
    });
    const attachments = packed(attached).map((group, index) => {
      const id = `Attached${index + 1}`;
      const policy = new IamPolicy(this, id, {
        name: `${roleName(site, use)}-${index + 1}`,
        description,
        policy: policyDocument(group),
      });
      return new IamRolePolicyAttachment(this, `${id}ToRole`, {
        role: role.name,
        policyArn: policy.arn,
      });
    });
    this.policy = new IamRolePolicy(this, "Policy", {
      name: use,
      role: role.name,
      policy: policyDocument(statements),
      // What moves from here to an attached policy is there before it is gone here, and a role is whole when this is.
      dependsOn: attachments,
    });
    this.arn = role.arn;
    this.idAddress = `${role.terraformResourceType}.${role.friendlyUniqueId}.unique_id`;
  }
}

/** In their order, as many in each document as it holds. */
function packed(statements: readonly Statement[]): readonly Statement[][] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    if (last !== undefined && policyDocument([...last, statement]).length <= MAX_ATTACHED)
      last.push(statement);
    else groups.push([statement]);
  }
  return groups;
}
