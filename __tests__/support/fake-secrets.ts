import type * as S from "@aws-sdk/client-secrets-manager";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Secret {
  readonly arn: string;
  RotationEnabled?: boolean;
  RotationLambdaARN?: string;
  RotationRules?: S.RotationRulesType;
  PrimaryRegion?: string;
  DeletedDate?: Date;
  VersionIdsToStages: Record<string, string[]>;
  NextRotationDate?: Date;
}

/** Secrets of one account and region in memory: who rotates each, and none of their values. */
export class FakeSecrets extends FakeService<S.SecretsManagerClient> {
  readonly service = "secretsmanager";
  readonly secrets = new Map<string, Secret>();
  /** How often the steps of a rotation ran, by the name of the secret: `testSecret`, or all of them. */
  readonly ran: string[] = [];

  arn(name: string): string {
    // The same secret of another region is a replica, with the same end.
    const end = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 900_000, 7) + 100_000;
    return `arn:aws:secretsmanager:${this.region}:${this.account}:secret:${name}-${end}`;
  }

  /** A secret as a person makes one, with what is said of its rotation. */
  have(name: string, { RotationLambdaARN, RotationRules, ...said }: Partial<Secret> = {}): Secret {
    const secret: Secret = {
      ...{ arn: this.arn(name), VersionIdsToStages: { v1: ["AWSCURRENT"] }, ...said },
      ...(RotationLambdaARN !== undefined && { RotationEnabled: true, RotationLambdaARN }),
      ...(RotationRules !== undefined && { RotationRules: told(RotationRules) }),
    };
    this.secrets.set(name, secret);
    return secret;
  }

  ListSecrets({ NextToken, MaxResults = 100 }: S.ListSecretsRequest) {
    if (MaxResults > 100) throw awsError("InvalidParameterException", 400, "MaxResults is 100 at most");
    const all = [...this.secrets]
      .filter(([, { DeletedDate }]) => DeletedDate === undefined)
      .map(([Name, { arn, VersionIdsToStages: SecretVersionsToStages, ...rest }]) => ({
        ...{ Name, ARN: arn, SecretVersionsToStages, ...rest },
      }));
    return this.paged("SecretList", all, NextToken, { token: "NextToken", most: MaxResults });
  }

  DescribeSecret({ SecretId = "" }: S.DescribeSecretRequest) {
    const [Name, { arn, ...rest }] = this.#secretAt(SecretId);
    return { Name, ARN: arn, ...rest };
  }

  RotateSecret({
    SecretId = "",
    RotationLambdaARN,
    RotationRules,
    RotateImmediately,
  }: S.RotateSecretRequest) {
    const [name, secret] = this.#secretAt(SecretId);
    this.#refuse(secret);
    const { AutomaticallyAfterDays: days, ScheduleExpression: expression } = RotationRules ?? {};
    if (days !== undefined && expression !== undefined)
      throw awsError("InvalidParameterException", 400, "You can use only one of both.");
    const lambda = RotationLambdaARN ?? secret.RotationLambdaARN;
    if (lambda === undefined)
      throw awsError("InvalidRequestException", 400, "No Lambda rotation function ARN is associated.");
    Object.assign(secret, { RotationEnabled: true, RotationLambdaARN: lambda });
    if (RotationRules !== undefined) secret.RotationRules = told(RotationRules);
    secret.NextRotationDate = new Date(Date.UTC(2027, 0, 31));
    this.ran.push(`${name} ${RotateImmediately === false ? "testSecret" : "all"}`);
    return { ARN: secret.arn, Name: name };
  }

  CancelRotateSecret({ SecretId = "" }: S.CancelRotateSecretRequest) {
    const [Name, secret] = this.#secretAt(SecretId);
    secret.RotationEnabled = false;
    return { Name, ARN: secret.arn };
  }

  #refuse({ DeletedDate, PrimaryRegion, VersionIdsToStages }: Secret): void {
    const invalid = (message: string): Error => awsError("InvalidRequestException", 400, message);
    if (DeletedDate !== undefined) throw invalid("The secret was marked for deletion.");
    if (PrimaryRegion !== undefined && PrimaryRegion !== this.region)
      throw invalid(
        "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
      );
    if (Object.values(VersionIdsToStages).some((stages) => stages.join() === "AWSPENDING"))
      throw invalid("A previous rotation isn't complete. That rotation will be reattempted.");
  }

  #secretAt(id: string): [string, Secret] {
    const found = [...this.secrets].find(([name, { arn }]) => name === id || arn === id);
    if (found === undefined)
      throw awsError("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.");
    return found;
  }
}

/** The days that come of an expression are told beside it. */
function told(rules: S.RotationRulesType): S.RotationRulesType {
  const days = /^rate\((\d+) days?\)$/.exec(rules.ScheduleExpression ?? "")?.[1];
  return days === undefined ? rules : { ...rules, AutomaticallyAfterDays: Number(days) };
}
