import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type NameScope, roleArn } from "../../aws/names.ts";
import { Redactor } from "../../core/redactor.ts";
import type { ClientOf } from "../../protectors/protector.ts";
import { clientOf, noted } from "../../store/client-of.ts";
import { type ClientConfig, clientConfig } from "./client-config.ts";

/** Clients of one region. */
interface RegionClients {
  readonly region: string;
  readonly client: ClientOf;
}

export type ClientsOf = (region: string) => RegionClients;

type Env = Readonly<Record<string, string | undefined>>;

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The role to take where a region is asked. */
export type RoleIn = (region: string) => string;

/** What `--role` of any other command says: an ARN. */
export function ownRole(role: string | undefined): { readonly role?: RoleIn } {
  return role === undefined ? {} : { role: () => role };
}

/** What `--role` of a repair says: an ARN, or `repair` for the role of that name of each store's region. */
export function repairRole(scope: NameScope, role: string | undefined): { readonly role?: RoleIn } {
  return role === "repair" ? { role: (region) => roleArn(scope, region, "repair") } : ownRole(role);
}

/** What `--role` of a command that reads points says: an ARN, or `standby` for the restore role of each store's region. */
export function readerRole(scope: NameScope, role: string | undefined): { readonly role?: RoleIn } {
  return role === "standby" ? { role: (region) => roleArn(scope, region, "restore") } : ownRole(role);
}

/** What `--role` says: an ARN, or `standby` for the restore role that stands by in the region. */
export function roleOption(
  scope: NameScope,
  region: string,
  role: string | undefined,
): { readonly role?: RoleIn } {
  return ownRole(role === "standby" ? roleArn(scope, region, "restore") : role);
}

/**
 * Clients with the SDK's usual credentials and endpoint, or with those of `role`, which is assumed at the STS
 * endpoint of the region itself: a lost region, us-east-1 among them, is not asked.
 */
export function awsClients(env: Env, { role }: { readonly role?: RoleIn } = {}): ClientsOf {
  const known = new Map<string, RegionClients>();
  const redactor = new Redactor();
  return (region) => {
    const found = known.get(region) ?? {
      region,
      client: clientOf(settings(region, env, role?.(region), redactor), redactor),
    };
    known.set(region, found);
    return found;
  };
}

function settings(region: string, env: Env, role: string | undefined, redactor: Redactor) {
  const own = clientConfig(region, env);
  return {
    ...own,
    // An inventory reads the tags of every function, faster than Lambda answers to all of an account together.
    retryMode: "adaptive",
    // A host that is not an AWS name has no subdomain for each bucket; only S3 looks at this.
    forcePathStyle: Boolean(env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL),
    ...(role !== undefined && { credentials: assumed(role, own, redactor) }),
  };
}

/** The SDK asks again when the hour of a session is nearly over. */
function assumed(role: string, own: ClientConfig, redactor: Redactor): () => Promise<Credentials> {
  const { region } = own;
  let sts: STSClient | undefined;
  return async () => {
    sts ??= noted(new STSClient(own), region, redactor);
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "zonekeep-cli" }),
    );
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined)
      throw new Error(`sts:AssumeRole of ${role} in ${region} answered without credentials`);
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
      ...(given.Expiration !== undefined && { expiration: given.Expiration }),
    };
  };
}
