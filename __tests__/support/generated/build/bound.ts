import { HOME } from "../../application.ts";
import type { Builder, Of } from "../builder.ts";

export function bindSecret(builder: Builder, name: string, { days, calls }: Of<"secrets">): void {
  const { secrets } = builder.region;
  const RotationLambdaARN = builder.permitted(calls, "secretsmanager", secrets.arn(name), name);
  secrets.have(name, { RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: days } });
}

export function bindPool(builder: Builder, id: string, { calls }: Of<"pools">): void {
  const { cognito } = builder.region;
  const PreSignUp = builder.permitted(calls, "cognito-idp", cognito.arn(id), id.replace(HOME, ""));
  cognito.have(id, { Name: "shop", MfaConfiguration: "OPTIONAL", LambdaConfig: { PreSignUp } });
}
