import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type NameScope, roleArn } from "../../aws/names.ts";
import { noting } from "../../store/noting.ts";
import { type ClientConfig, clientConfig } from "./client-config.ts";

/** Clients of one region, each made when first asked for. */
interface RegionClients {
  readonly region: string;
  readonly s3: S3Client;
  readonly lambda: LambdaClient;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
  readonly sfn: SFNClient;
}

export type ClientsOf = (region: string) => RegionClients;

type Env = Readonly<Record<string, string | undefined>>;

interface Configuration extends ClientConfig {
  readonly credentials?: () => Promise<Credentials>;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Clients with the SDK's usual credentials and endpoint, or with those of `role`, which is assumed at the STS
 * endpoint of the region itself: a lost region, us-east-1 among them, is not asked.
 */
export function awsClients(env: Env, { role }: { readonly role?: string } = {}): ClientsOf {
  const known = new Map<string, RegionClients>();
  return (region) => {
    const found = known.get(region) ?? clientsOf(region, env, role);
    known.set(region, found);
    return found;
  };
}

/** What `--role` says: an ARN, or `standby` for the restore role that stands by in the region. */
export function roleOption(
  scope: NameScope,
  region: string,
  role: string | undefined,
): { readonly role?: string } {
  if (role === undefined) return {};
  return { role: role === "standby" ? roleArn(scope, region, "restore") : role };
}

function clientsOf(region: string, env: Env, role: string | undefined): RegionClients {
  const config: Configuration = {
    ...clientConfig(region),
    ...(role !== undefined && { credentials: assumed(role, region) }),
  };
  // A host that is no AWS name has no subdomain for each bucket.
  const forcePathStyle = Boolean(env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL);
  const s3 = once(() => noting(new S3Client({ ...config, forcePathStyle }), "s3", region));
  // An inventory reads the tags of every function, faster than Lambda answers to all of an account together.
  const lambda = once(() => noting(new LambdaClient({ ...config, retryMode: "adaptive" }), "lambda", region));
  const kms = once(() => noting(new KMSClient({ ...config }), "kms", region));
  const iam = once(() => noting(new IAMClient({ ...config }), "iam", region));
  const sfn = once(() => noting(new SFNClient({ ...config }), "states", region));
  return {
    region,
    get s3() {
      return s3();
    },
    get lambda() {
      return lambda();
    },
    get kms() {
      return kms();
    },
    get iam() {
      return iam();
    },
    get sfn() {
      return sfn();
    },
  };
}

/** The SDK asks again when the hour of a session is nearly over. */
function assumed(role: string, region: string): () => Promise<Credentials> {
  const sts = once(() => noting(new STSClient({ region }), "sts", region));
  return async () => {
    const { Credentials: given } = await sts().send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "zonekeep-restore" }),
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
