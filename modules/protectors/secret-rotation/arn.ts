import type { RestoreTarget } from "../protector.ts";

/** What AWS ends the ARN of a secret with: a hyphen and six characters that it draws. */
const DRAWN = /^secret:(.+)-[A-Za-z0-9]{6}$/;

/** Name of the secret that an ARN's resource names. */
export function secretNamed(resource: string): string | undefined {
  return DRAWN.exec(resource)?.[1];
}

/** The ARN that a secret has elsewhere, but for the characters that AWS draws: those are the source's. A replica has them. */
export function arnThere(arn: string, from: string, name: string, target: RestoreTarget): string {
  const end = arn.slice(-7);
  const { partition, region, account } = target;
  return name === from && arn.startsWith(`arn:${partition}:secretsmanager:${region}:${account}:`)
    ? arn
    : `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}${end}`;
}
