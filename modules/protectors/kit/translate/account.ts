import { isArn, parseArn } from "../../../core/arn.ts";
import type { ByPattern } from "./pattern.ts";
import { lookUp, type TranslationScope } from "./scope.ts";

/** Services whose things go by ids that AWS gives: the same one is nowhere else. */
const IDS_OF_AWS = new Set([
  ...["acm", "apigateway", "appsync", "cognito-identity", "cognito-idp", "ec2", "elasticfilesystem"],
  ...["elasticloadbalancing", "execute-api", "kafka", "mq", "secretsmanager", "servicediscovery"],
]);
/** The same of single things: a layer's number, a UUID as of a key, a table's stream. */
const ID_OF_AWS = /^layer:|^code-signing-config:|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\/stream\//;

/**
 * What an entry for a whole account, `"111111111111": "222222222222"`, makes of an ARN of it: what has the same name in the
 * other account, and in the destination's region where it lay in the source's. Not of what goes by an id that AWS gave.
 */
export function byAccount(text: string, { map, source, target }: TranslationScope): ByPattern | undefined {
  if (!isArn(text)) return undefined;
  const { service, region, account, resource } = parseArn(text);
  const other = /^[0-9]{12}$/.test(account) ? lookUp(map, account) : undefined;
  if (other === undefined || IDS_OF_AWS.has(service) || ID_OF_AWS.test(resource)) return undefined;
  const there = region === source.region ? target.region : region;
  return { to: `arn:${target.partition}:${service}:${there}:${other}:${resource}`, by: account };
}
