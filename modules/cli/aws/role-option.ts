import { type NameScope, roleArn } from "../../aws/names.ts";

/** What `--role` says: an ARN, or `standby` for the restore role that stands by in the region. */
export function roleOption(
  scope: NameScope,
  region: string,
  role: string | undefined,
): { readonly role?: string } {
  if (role === undefined) return {};
  return { role: role === "standby" ? roleArn(scope, region, "restore") : role };
}
