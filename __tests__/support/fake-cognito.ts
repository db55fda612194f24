import type * as C from "@aws-sdk/client-cognito-identity-provider";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

type Pool = Omit<C.UserPoolType, "Id" | "Arn">;

/** What AWS sets where a request says nothing. */
const DEFAULTS: Pool = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] },
  AcrConfiguration: { loa1: { AcrValue: "urn:cognito:loa:1" } },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  DeletionProtection: "INACTIVE",
  EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
  IssuerConfiguration: { Type: "ORIGINAL" },
  KeyConfiguration: { KeyType: "AWS_OWNED_KEY" },
  LambdaConfig: {},
  MfaConfiguration: "OFF",
  Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 7 } },
  UserPoolTags: {},
  UserPoolTier: "ESSENTIALS",
  VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
};

/** What no update says, and none changes. */
const FIXED = [
  ...[
    "AliasAttributes",
    "CreationDate",
    "CustomDomain",
    "DcrConfiguration",
    "EmailConfigurationFailure",
    "SmsConfigurationFailure",
    "Status",
    "Domain",
    "EstimatedNumberOfUsers",
  ],
  ...["Name", "SchemaAttributes", "UsernameAttributes", "UsernameConfiguration"],
] as const satisfies readonly (keyof C.UserPoolType)[];

/** User pools of one account and region in memory: an update sets what it leaves out to AWS's default, as Cognito does. */
export class FakeCognito extends FakeService<C.CognitoIdentityProviderClient> {
  readonly service = "cognito-idp";
  /** By their ids; AWS draws those, and a replica has that of its primary. */
  readonly pools = new Map<string, Pool>();
  /** Runs after each update: another writer that comes at once. */
  afterUpdate: (id: string) => void = () => {};
  #clock = 1_700_000_000_000;

  arn(id: string): string {
    return `arn:aws:cognito-idp:${this.region}:${this.account}:userpool/${id}`;
  }

  /** A pool as a person makes one, with what is said of it. */
  have(id: string, { LambdaConfig = {}, ...said }: Pool = {}): Pool {
    const pool = {
      ...structuredClone(DEFAULTS),
      ...said,
      Name: said.Name ?? id,
      LambdaConfig: told(LambdaConfig),
      LastModifiedDate: this.#now(),
    };
    this.pools.set(id, pool);
    return pool;
  }

  ListUserPools({ NextToken, MaxResults }: C.ListUserPoolsRequest) {
    if (MaxResults === undefined || MaxResults < 1 || MaxResults > 60)
      throw awsError("InvalidParameterException", 400, "MaxResults is from 1 to 60");
    const all = [...this.pools].map(([Id, { Name, LambdaConfig, LastModifiedDate }]) => ({
      ...{ Id, Name, LambdaConfig, LastModifiedDate },
    }));
    return this.paged("UserPools", all, NextToken, { token: "NextToken", most: MaxResults });
  }

  DescribeUserPool({ UserPoolId = "" }: C.DescribeUserPoolRequest) {
    return { UserPool: { Id: UserPoolId, Arn: this.arn(UserPoolId), ...this.#poolAt(UserPoolId) } };
  }

  UpdateUserPool({ UserPoolId = "", PoolName, LambdaConfig = {}, ...given }: C.UpdateUserPoolRequest) {
    const pool = this.#poolAt(UserPoolId);
    refuse(given, LambdaConfig);
    const kept = Object.fromEntries(
      FIXED.flatMap((key) => (pool[key] === undefined ? [] : [[key, pool[key]]])),
    );
    const days = given.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
    const asked = { ...structuredClone(DEFAULTS), ...kept, ...said(given) };
    this.pools.set(UserPoolId, {
      ...asked,
      Name: PoolName ?? pool.Name,
      // It goes on telling the one that is no longer in use.
      ...(days !== undefined && {
        AdminCreateUserConfig: { UnusedAccountValidityDays: days, ...asked.AdminCreateUserConfig },
      }),
      UserPoolTags: { ...ofAws(pool.UserPoolTags), ...given.UserPoolTags },
      LambdaConfig: told(LambdaConfig),
      LastModifiedDate: this.#now(),
    });
    this.afterUpdate(UserPoolId);
    return {};
  }

  #now(): Date {
    this.#clock += 1000;
    return new Date(this.#clock);
  }

  #poolAt(id: string): Pool {
    const pool = this.pools.get(id);
    if (pool === undefined)
      throw awsError("ResourceNotFoundException", 400, `User pool ${id} does not exist.`);
    return pool;
  }
}

/** What AWS refuses of an update. */
function refuse(
  {
    AdminCreateUserConfig,
    Policies,
    UserPoolTags = {},
    UserPoolTier,
    AcrConfiguration,
  }: C.UpdateUserPoolRequest | Pool,
  { PreTokenGeneration, PreTokenGenerationConfig, ...config }: C.LambdaConfigType,
): void {
  const invalid = (message: string): Error => awsError("InvalidParameterException", 400, message);
  if (
    AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined &&
    Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined
  )
    throw invalid(
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    );
  if (Object.keys(UserPoolTags).some((key) => key.startsWith("aws:")))
    throw awsError("UserPoolTaggingException", 400, "aws: prefixed tag key names are not allowed");
  if (UserPoolTier === "LITE" && AcrConfiguration !== undefined)
    throw awsError("FeatureUnavailableInTierException", 400, "ACR names are not in the tier LITE");
  if ((config.CustomEmailSender ?? config.CustomSMSSender) !== undefined && config.KMSKeyID === undefined)
    throw invalid("Custom senders need a KMSKeyID");
  const legacy = PreTokenGeneration ?? PreTokenGenerationConfig?.LambdaArn;
  if (legacy !== undefined && legacy !== (PreTokenGenerationConfig?.LambdaArn ?? legacy))
    throw invalid("PreTokenGeneration and PreTokenGenerationConfig name two functions");
}

/** The trigger before tokens are made is told by both of its members, whichever was written. */
function told({
  PreTokenGeneration,
  PreTokenGenerationConfig,
  ...rest
}: C.LambdaConfigType): C.LambdaConfigType {
  const arn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  if (arn === undefined) return rest;
  const version = PreTokenGenerationConfig?.LambdaVersion ?? "V1_0";
  return {
    ...rest,
    PreTokenGeneration: arn,
    PreTokenGenerationConfig: { LambdaVersion: version, LambdaArn: arn },
  };
}

function ofAws(tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith("aws:")));
}

function said<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
