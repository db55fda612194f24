import type { Permission } from "../contract/permission.ts";

/** Roles that services make for themselves where an account uses a feature first: with the rights of whoever uses it. */
export function serviceRoles(names: Readonly<Record<string, string>>): Permission {
  return {
    action: "iam:CreateServiceLinkedRole",
    resources: Object.entries(names).map(
      ([service, name]) => `arn:{partition}:iam::{account}:role/aws-service-role/${service}/${name}`,
    ),
    condition: { StringEquals: { "iam:AWSServiceName": Object.keys(names) } },
  };
}
