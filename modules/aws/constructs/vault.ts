import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration/index.js";
import { Construct } from "constructs";
import type { LockMode, SiteId } from "../../policy/policy.ts";
import { vaultName } from "../names.ts";

export interface VaultProps {
  readonly site: SiteId;
  readonly keyArn: string;
  readonly lock: LockMode;
  /** Days. A job that asks for a retention outside the range fails. */
  readonly minDays: number;
  readonly maxDays: number;
}

/**
 * A backup vault with the site's key and a governance lock: it can be lifted by who may, and is never
 * permanent. One that is permanent fixes its range too, and Terraform's resource is replaced by each change of the range:
 * https://github.com/hashicorp/terraform-provider-aws/issues/46876. Not emptied by Terraform: a vault that holds recovery points cannot be destroyed.
 */
export class Vault extends Construct {
  constructor(scope: Construct, id: string, props: VaultProps) {
    super(scope, id);
    if (props.lock !== "governance")
      throw new Error(`the vault of ${props.site} asks for a ${props.lock} lock, and would get a weaker one`);
    const vault = new BackupVault(this, "Resource", {
      name: vaultName(props.site),
      kmsKeyArn: props.keyArn,
      lifecycle: { preventDestroy: true },
    });
    new BackupVaultLockConfiguration(this, "Lock", {
      backupVaultName: vault.name,
      minRetentionDays: props.minDays,
      maxRetentionDays: props.maxDays,
    });
  }
}
